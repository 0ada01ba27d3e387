using System.Numerics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Aura.Engine;
using Aura.Grains;
using Aura.Tests.Hosting;
using Aura.Tests.Properties;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Orleans.Serialization.Configuration;
using Orleans.Serialization.Invocation;

namespace Aura.Cluster.Tests.Grains;

/// <summary>The bytes in which states and saves cross silos.</summary>
public sealed class StatesOnTheWire : IDisposable
{
    private const string IdBytes = "0198C2F07A517CC398C4DC0C0C07398F";

    private static readonly StateId Id = StateId.Parse("0198c2f0-7a51-7cc3-98c4-dc0c0c07398f");

    private static readonly DateTimeOffset Time = new(0x0102_0304_0506_0708 * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    private static readonly CausalContext Context = new()
    {
        Causes = ["l", Cause.Of(Id, CausalRelation.Enabled, 1)],
        Effects = ["e"],
        Counterfactuals = new Dictionary<string, Counterfactual>
        {
            ["c"] = new() { Value = Payload.Parse("7"), Kind = CounterfactualKind.Replayed, Score = -1, Branch = "b" },
        },
        Confidence = 0.5,
        EnergyCost = 2,
    };

    private static readonly string ContextBytes = string.Concat(
        "01", "3FE0000000000000",          // there is a confidence: 0.5
        "4000000000000000",                // energy cost 2
        "02",                              // two causes:
        "01", "00", "016C",                // with a label; caused; "l"
        "06", "01", IdBytes,               // with a state and a confidence; enabled; the state
        "3FF0000000000000",                // confidence 1
        "01", "0165",                      // one effect: "e"
        "01", "03", "0163",                // one counterfactual, with a score and a branch: "c"
        "01", "BFF0000000000000",          // replayed; score -1
        "00", "0162", "0137");             // branch "b", which no place stands for; value 7

    private static readonly AgentState State = new()
    {
        Id = Id, Agent = "ä", Branch = BranchNames.Main, Version = 300, Parents = [Id], Type = StateTypes.Decision, Source = StateSource.Merge,
        Payload = "p", PayloadDigest = new Digest(Enumerable.Repeat((byte)0x11, 32).ToArray()), Context = Context, OperationId = "op",
        OccurredAt = Time, RecordedAt = Time.AddMicroseconds(1), Digest = new Digest(Enumerable.Repeat((byte)0x22, 32).ToArray()),
    };

    private static readonly byte[] StateBytes = Convert.FromHexString(string.Concat(
        "01", "07",                        // version of the format; there are payload, context and operation id
        IdBytes, "02C3A4", "01", "AC02",   // id; agent "ä"; branch main; version 300
        "01", IdBytes, "03", "04",         // one parent; type decision; source merge
        string.Concat(Enumerable.Repeat("11", 32)), string.Concat(Enumerable.Repeat("22", 32)),
        "0102030405060708", "0102030405060709",
        "026F70", ContextBytes,            // operation "op"
        "03227022"));                      // payload "p"

    private static readonly SaveRequest Save = new()
    {
        Payload = "p", Type = "ä", Source = StateSource.Loop, Context = Context, OperationId = "op", OccurredAt = Time, ExpectedVersion = 0,
    };

    private static readonly byte[] SaveBytes = Convert.FromHexString(string.Concat(
        "01", "0F",                        // version of the format; there are context, operation id, time and expected version
        "00", "02C3A4", "02", "026F70",    // type "ä", which no place stands for; source loop; operation "op"
        "0102030405060708", "00", ContextBytes,
        "03227022"));                      // payload "p"

    private readonly ServiceProvider _services = new ServiceCollection().AddAuraContracts().BuildServiceProvider();

    private Serializer Serializer => _services.GetRequiredService<Serializer>();

    /// <inheritdoc/>
    public void Dispose() => _services.Dispose();

    [Fact]
    public void A_state_and_a_save_have_these_bytes()
    {
        Assert.Equal(Convert.ToHexString(Message(StateBytes)), Convert.ToHexString(Serializer.SerializeToArray(State)));
        Assert.Equal(Convert.ToHexString(Message(SaveBytes)), Convert.ToHexString(Serializer.SerializeToArray(Save)));
        var bare = State with { Payload = null, Context = new CausalContext(), OperationId = null, Parents = [] };
        Assert.Equal(Message([1, 0, .. StateBytes[2..24], 0, .. StateBytes[41..123]]), Serializer.SerializeToArray(bare));
    }

    [Fact]
    public async Task Any_state_arrives_as_it_was() => await Property.HoldsAsync(
        Arb.From(
            from state in RandomState.First(Id)
            from branch in Gen.OneOf(Gen.Constant(BranchNames.Main), RandomState.Name)
            from version in Gen.Elements(1, 127, 128, 1L << 40, long.MaxValue)
            from parents in Gen.Elements(0, 1, 2)
            from erased in Gen.Elements(true, false, false)
            select state with
            {
                Branch = branch, Version = version, Parents = [.. Enumerable.Range(0, parents).Select(i => StateId.Create(StateSketch.Begin))],
                Payload = erased ? null : state.Payload,
            }),
        200,
        state =>
        {
            Assert.Equal(state.Text(), Sent(state).Text());
            return Task.CompletedTask;
        });

    [Fact]
    public async Task Any_save_arrives_as_it_was() => await Property.HoldsAsync(
        Arb.From(
            from state in RandomState.First(Id)
            from source in Gen.Elements(StateSource.Update, StateSource.Input, StateSource.Loop, StateSource.Migration)
            from occurred in Gen.Elements<DateTimeOffset?>(null, state.OccurredAt)
            from version in Gen.Elements<long?>(null, 0, 128, long.MaxValue)
            let causes = state.Context.Causes.Where(c => c.Label?.StartsWith(Cause.LinkPrefix, StringComparison.Ordinal) is not true)
            select new SaveRequest
            {
                Payload = state.Payload!, Type = state.Type, Source = source, Context = state.Context with { Causes = [.. causes] },
                OperationId = state.OperationId, OccurredAt = occurred, ExpectedVersion = version,
            }),
        200,
        save =>
        {
            Assert.Equal(Text(Rules.Save(save, int.MaxValue)), Text(Sent(save)));
            return Task.CompletedTask;
        });

    [Fact]
    public void Names_that_most_states_have_take_a_byte_and_arrive_as_the_same_string()
    {
        var others = Serializer.SerializeToArray(State).Length;
        foreach (var type in typeof(StateTypes).GetFields().Select(f => (string)f.GetRawConstantValue()!))
        {
            var copy = State with { Type = new string(type), Branch = new string(BranchNames.Main) };
            Assert.Equal(others, Serializer.SerializeToArray(copy).Length);
            Assert.Same(string.IsInterned(type), Sent(copy).Type);
            Assert.Same(BranchNames.Main, Sent(copy).Branch);
        }
        Assert.Same(CausalContext.Empty, Sent(State with { Context = new CausalContext() }).Context);
    }

    [Fact]
    public void What_most_messages_hold_is_named_by_a_number()
    {
        var numbered = _services.GetRequiredService<IOptions<TypeManifestOptions>>().Value.WellKnownTypeIds;
        Assert.Equal(typeof(AgentState), numbered[1_000_001]);
        Assert.Equal((nameof(IBranch.LoadAsync), ""), Call(1_000_002));
        Assert.Equal((nameof(IBranch.SaveAsync), "SaveRequest, CancellationToken"), Call(1_000_003));

        (string, string) Call(uint number)
        {
            var call = (IInvokable)Activator.CreateInstance(numbered[number])!;
            // A name takes fifty and more.
            Assert.InRange(Serializer.SerializeToArray<object>(call).Length, 1, 10);
            return (call.GetMethodName(), string.Join(", ", call.GetMethod().GetParameters().Select(p => p.ParameterType.Name)));
        }
    }

    [Theory]
    [InlineData("a", 0)]
    [InlineData("a", 127)]
    [InlineData("a", 128)]
    [InlineData("ä", 63)]
    [InlineData("ä", 64)]
    [InlineData("aä", 127)]
    [InlineData("a\ud83d\ude00", 1)]
    public void A_text_is_its_length_in_bytes_and_its_UTF_8(string part, int times)
    {
        var text = string.Concat(Enumerable.Repeat(part, times));
        var utf8 = Encoding.UTF8.GetBytes(text);
        byte[] length = utf8.Length < 0x80 ? [(byte)utf8.Length] : [(byte)(utf8.Length | 0x80), (byte)(utf8.Length >> 7)];
        byte[] bytes = [.. StateBytes[..18], .. length, .. utf8, .. StateBytes[21..]];
        Assert.Equal(Convert.ToHexString(Message(bytes)), Convert.ToHexString(Serializer.SerializeToArray(State with { Agent = text })));
        Assert.Equal(text, Sent(State with { Agent = text }).Agent);
    }

    [Fact]
    public void What_a_state_says_is_never_changed()
    {
        var odd = Sent(State with { Context = new CausalContext { Confidence = double.NaN, EnergyCost = double.NegativeInfinity } }).Context;
        Assert.Equal((double.NaN, double.NegativeInfinity), (odd.Confidence!.Value, odd.EnergyCost));
        Assert.Throws<EncoderFallbackException>(() => Sent(State with { Agent = "a\ud800" }));
    }

    [Fact]
    public void A_saves_time_arrives_as_it_will_be_stored()
    {
        var time = new DateTimeOffset(1930, 1, 1, 0, 0, 0, TimeSpan.FromHours(2)).AddTicks(7);
        Assert.True(Timestamps.Truncate(time).EqualsExact(Sent(Save with { OccurredAt = time }).OccurredAt!.Value));
    }

    [Fact]
    public void A_saves_values_are_checked_and_trimmed_when_they_arrive()
    {
        Assert.Equal("1", Sent(Save with { Payload = Raw(" \n1\t") }).Payload.ToString());
        Assert.Equal("2", Sent(Save with { Payload = "p", Context = Instead(" 2 ") }).Context.Counterfactuals["c"].Value.ToString());
        foreach (var (said, save) in (ReadOnlySpan<(string, SaveRequest)>)
        [
            ("Payload is not valid JSON: ", Save with { Payload = Raw("{") }),
            ("Payload is not valid JSON: ", Save with { Context = Instead("1 2") }),
            ("Payload is empty: ", Save with { Payload = Raw(" ") }),
            ("Payload is not UTF-8.", Save with { Payload = Payload.FromStore(new byte[] { 0xFF }) }),
        ])
        {
            Assert.StartsWith(said, Assert.Throws<InvalidInputException>(() => Sent(save)).Message, StringComparison.Ordinal);
        }

        static Payload Raw(string text) => Payload.FromStore(Encoding.UTF8.GetBytes(text));
        static CausalContext Instead(string text) => new() { Counterfactuals = new Dictionary<string, Counterfactual> { ["c"] = Raw(text) } };
    }

    [Fact]
    public void What_ends_early_or_goes_on_too_long_is_refused()
    {
        Refused<AgentState>(StateBytes);
        Refused<SaveRequest>(SaveBytes);

        void Refused<T>(byte[] bytes)
        {
            for (var length = 0; length < bytes.Length; length++)
                Assert.Equal("The bytes of a state end before the state does.", Assert.Throws<SerializerException>(() => Read<T>(bytes[..length])).Message);
            var message = Message(bytes);
            for (var length = 0; length < message.Length; length++)
                Assert.ThrowsAny<Exception>(() => Serializer.Deserialize<T>(message.AsSpan(0, length)));
            Assert.Equal(
                "The bytes of a state go on for 2 bytes after its end.", Assert.Throws<SerializerException>(() => Read<T>([.. bytes, 0, 0])).Message);
            Assert.ThrowsAny<Exception>(() => Serializer.Deserialize<T>([message[0], .. Length(uint.MaxValue), .. bytes]));
        }
    }

    [Fact]
    public void What_cannot_be_is_refused_by_what_it_is()
    {
        foreach (var (at, replacement, said) in (ReadOnlySpan<(int, byte[], string)>)
        [
            (0, [2], "The bytes of a state are of version 2: 1 can be read."),
            (1, [0x87], "The bytes of a state have the unknown flags 128."),
            (19, [0xFF], "A text in the bytes of a state is not UTF-8."),
            (21, [99], "The bytes of a state hold the unknown name 99."),
            (22, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], "A number in the bytes of a state is longer than 10 bytes."),
            (24, [0xFF, 0xFF, 0xFF, 0xFF, 0x7F], "The bytes of a state end before the state does."),
            (42, [10], "The bytes of a state hold the unknown StateSource 10."),
            (42, [0x84, 0x80, 0x80, 0x80, 0x10], "The bytes of a state hold the unknown StateSource 4294967300."),
            (107, [0xFF], "A time in the bytes of a state is -71491328285473016 microseconds: the calendar has 0 to 315537897599999999."),
        ])
        {
            byte[] bytes = [.. StateBytes[..at], .. replacement, .. StateBytes[(at + replacement.Length)..]];
            Assert.Equal(said, Assert.Throws<SerializerException>(() => Read<AgentState>(bytes)).Message);
        }
    }

    [Fact]
    public void Whatever_bytes_arrive_they_are_read_or_refused()
    {
        foreach (var flipped in Flipped(StateBytes)) ReadOrRefused<AgentState>(flipped);
        foreach (var flipped in Flipped(SaveBytes)) ReadOrRefused<SaveRequest>(flipped);

        static IEnumerable<byte[]> Flipped(byte[] bytes)
        {
            for (var bit = 0; bit < 8 * bytes.Length; bit++)
            {
                var flipped = (byte[])bytes.Clone();
                flipped[bit / 8] ^= (byte)(1 << bit % 8);
                yield return flipped;
            }
        }

        void ReadOrRefused<T>(byte[] bytes)
        {
            try
            {
                Assert.NotNull(Read<T>(bytes));
            }
            catch (Exception e) when (e is SerializerException or InvalidInputException)
            {
                Assert.NotEmpty(e.Message);
            }
        }
    }

    // One byte of header, and how many bytes follow.
    private static byte[] Message(byte[] bytes) => [0x40, .. Length((uint)bytes.Length), .. bytes];

    private static byte[] Length(uint value)
    {
        var more = BitOperations.Log2(value) / 7;
        return BitConverter.GetBytes(((ulong)value << 1 | 1) << more)[..(more + 1)];
    }

    private static string Text(SaveRequest request) => JsonSerializer.Serialize(request, AuraJsonContext.Default.SaveRequest);

    private T Read<T>(byte[] bytes) => Serializer.Deserialize<T>(Message(bytes))!;

    private T Sent<T>(T value) => Serializer.Deserialize<T>(Serializer.SerializeToArray(value))!;
}
