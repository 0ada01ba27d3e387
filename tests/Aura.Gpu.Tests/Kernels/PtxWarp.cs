using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Aura.Gpu.Tests.Kernels;

/// <summary>
/// Runs the PTX of a kernel on the processor, warp after warp, so that what only a GPU of some kind can run is seen to be right without one. It knows
/// the instructions that <c>TensorKernel</c> is made of, as PTX ISA 8.0 defines them. Its lanes may not part.
/// </summary>
internal sealed partial class PtxWarp
{
    private const int Lanes = 32;

    private readonly List<(string? Predicate, string Operation, string[] Operands)> _code = [];
    private readonly Dictionary<string, int> _labels = [];
    private readonly List<string> _parameters = [];
    private readonly Dictionary<string, ulong>[] _registers = new Dictionary<string, ulong>[Lanes];
    private Dictionary<string, byte[]> _arguments = [];
    private byte[] _global = [];

    public PtxWarp(string ptx)
    {
        foreach (Match parameter in Parameters().Matches(ptx)) _parameters.Add(parameter.Groups[1].Value);
        var body = ptx[ptx.IndexOf('{', ptx.IndexOf(')'))..].Trim()[1..^1];
        foreach (var text in body.Split([';', '\n']).Select(s => s.Trim()).Where(s => s.Length > 0 && s[0] is not ('.' or '/')))
        {
            if (text.EndsWith(':')) _labels[text[..^1]] = _code.Count;
            else _code.Add(Parse(text));
        }
    }

    /// <summary>Runs a grid of groups.</summary>
    /// <param name="arguments">The kernel's parameters, in order, as they lie in memory.</param>
    /// <param name="global">The global memory, from address 0 on.</param>
    /// <param name="groups">How many groups.</param>
    /// <param name="threads">The threads of a group: whole warps.</param>
    public void Run(IReadOnlyList<byte[]> arguments, byte[] global, int groups, int threads)
    {
        _arguments = _parameters.Zip(arguments).ToDictionary(p => p.First, p => p.Second);
        _global = global;
        for (var warp = 0; warp < groups * threads / Lanes; warp++) RunWarp(warp * Lanes / threads, warp * Lanes % threads, groups, threads);
    }

    private void RunWarp(int group, int firstThread, int groups, int threads)
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            _registers[lane] = new()
            {
                ["%tid.x"] = (ulong)(firstThread + lane), ["%ntid.x"] = (ulong)threads, ["%ctaid.x"] = (ulong)group, ["%nctaid.x"] = (ulong)groups,
            };
        }
        for (var at = 0; at < _code.Count; at++)
        {
            var (predicate, operation, operands) = _code[at];
            if (operation == "ret") return;
            if (operation is "bra" or "bra.uni")
            {
                var goes = _registers.Select(r => predicate is null || r[predicate] != 0).Distinct();
                if (Assert.Single(goes)) at = _labels[operands[0]] - 1;
            }
            else if (operation.StartsWith("mma", StringComparison.Ordinal)) Multiply(operands);
            else foreach (var registers in _registers) Execute(registers, operation, operands);
        }
    }

    private void Execute(Dictionary<string, ulong> r, string operation, string[] o)
    {
        ulong U(int i) => Value(r, o[i]);
        int I(int i) => (int)U(i);
        switch (operation)
        {
            case "mov.b32" or "mov.b64" or "mov.f32" or "cvta.to.global.u64": r[o[0]] = U(1); break;
            case "add.s32": r[o[0]] = (uint)(I(1) + I(2)); break;
            case "sub.s32": r[o[0]] = (uint)(I(1) - I(2)); break;
            case "mul.lo.s32": r[o[0]] = (uint)(I(1) * I(2)); break;
            case "rem.s32": r[o[0]] = (uint)(I(1) % I(2)); break;
            case "min.s32": r[o[0]] = (uint)Math.Min(I(1), I(2)); break;
            case "shl.b32": r[o[0]] = (uint)(I(1) << I(2)); break;
            case "shl.b64": r[o[0]] = U(1) << I(2); break;
            case "shr.s32": r[o[0]] = (uint)(I(1) >> I(2)); break;
            case "add.s64" or "add.u64": r[o[0]] = U(1) + U(2); break;
            case "mul.lo.s64": r[o[0]] = U(1) * U(2); break;
            case "mad.lo.u64": r[o[0]] = U(1) * U(2) + U(3); break;
            case "mul.wide.u32": r[o[0]] = (ulong)(uint)U(1) * (uint)U(2); break;
            case "cvt.s64.s32": r[o[0]] = (ulong)(long)I(1); break;
            case "setp.ge.s32": r[o[0]] = I(1) >= I(2) ? 1UL : 0; break;
            case "setp.lt.s32": r[o[0]] = I(1) < I(2) ? 1UL : 0; break;
            case "and.pred": r[o[0]] = U(1) & U(2); break;
            case "ld.param.b32": r[o[0]] = BitConverter.ToUInt32(Argument(o[1])); break;
            case "ld.param.b64": r[o[0]] = BitConverter.ToUInt64(Argument(o[1])); break;
            case "st.global.f32": BitConverter.TryWriteBytes(Memory(r, o[0]), (uint)U(1)); break;
            case "ld.global.v4.b32":
                var names = Names(o[0]);
                for (var i = 0; i < 4; i++) r[names[i]] = BitConverter.ToUInt32(Memory(r, o[1])[(4 * i)..]);
                break;
            case "bar.warp.sync": break;
            default: throw new NotSupportedException(operation);
        }
    }

    // PTX ISA 8.0, 9.7.13.4.8, figures of the fragments of m16n8k16 for .bf16.
    private void Multiply(string[] operands)
    {
        var (d, a, b) = (Names(operands[0]), Names(operands[1]), Names(operands[2]));
        Assert.Equal(operands[0], operands[3]);
        var (left, right) = (new float[16, 16], new float[16, 8]);
        for (var lane = 0; lane < Lanes; lane++)
        {
            var (group, inGroup) = (lane >> 2, lane % 4);
            for (var i = 0; i < 8; i++)
            {
                var row = i is 0 or 1 or 4 or 5 ? group : group + 8;
                left[row, inGroup * 2 + (i & 1) + (i >= 4 ? 8 : 0)] = Half(lane, a[i / 2], i);
            }
            for (var i = 0; i < 4; i++) right[inGroup * 2 + (i & 1) + (i >= 2 ? 8 : 0), group] = Half(lane, b[i / 2], i);
        }
        for (var lane = 0; lane < Lanes; lane++)
        {
            for (var i = 0; i < 4; i++)
            {
                var (row, column) = ((lane >> 2) + (i < 2 ? 0 : 8), lane % 4 * 2 + (i & 1));
                var sum = BitConverter.UInt32BitsToSingle((uint)_registers[lane][d[i]]);
                for (var k = 0; k < 16; k++) sum += left[row, k] * right[k, column];
                _registers[lane][d[i]] = BitConverter.SingleToUInt32Bits(sum);
            }
        }
    }

    private float Half(int lane, string register, int i) =>
        BitConverter.UInt32BitsToSingle((uint)(_registers[lane][register] >> (i & 1) * 16 & 0xFFFF) << 16);

    private Span<byte> Memory(Dictionary<string, ulong> r, string operand) => _global.AsSpan((int)Value(r, operand[1..^1]));

    private ReadOnlySpan<byte> Argument(string operand) =>
        operand[1..^1].Split('+') is [var name, var offset] ? _arguments[name].AsSpan(int.Parse(offset, CultureInfo.InvariantCulture)) : _arguments[operand[1..^1]];

    private static ulong Value(Dictionary<string, ulong> r, string operand) =>
        r.TryGetValue(operand, out var value) ? value
        : operand.StartsWith("0f", StringComparison.Ordinal) ? ulong.Parse(operand[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : (ulong)(long)BigInteger.Parse(operand, CultureInfo.InvariantCulture);

    private static string[] Names(string operand) => [.. operand.Trim('{', '}').Split(',').Select(s => s.Trim())];

    private static (string? Predicate, string Operation, string[] Operands) Parse(string text)
    {
        var parts = Instruction().Match(text);
        return (parts.Groups["predicate"] is { Success: true } p ? p.Value : null, parts.Groups["operation"].Value,
            [.. Operands().Matches(parts.Groups["operands"].Value).Select(m => m.Value)]);
    }

    [GeneratedRegex(@"\.param\s.*?(_\w+)")]
    private static partial Regex Parameters();

    [GeneratedRegex(@"^(@(?<predicate>%p\d+)\s+)?(?<operation>[\w.]+)\s*(?<operands>.*)$", RegexOptions.Singleline)]
    private static partial Regex Instruction();

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]|[^\s,]+")]
    private static partial Regex Operands();
}
