using System.Globalization;
using System.Text.RegularExpressions;

namespace Aura.Tests.Rendering;

/// <summary>Reads a drawn branch graph as a person does: from each node along its lines down to the next.</summary>
public sealed partial record DrawnEdges(IReadOnlyList<DrawnNode> Nodes, IReadOnlyList<(DrawnNode From, DrawnNode To)> Edges)
{
    public static DrawnEdges Of(string text)
    {
        var rows = text.TrimEnd('\n').Split('\n');
        var nodes = rows.Select(NodeOf).ToArray();
        var edges = new List<(DrawnNode, DrawnNode)>();
        for (var row = 0; row < rows.Length; row++)
        {
            if (nodes[row] is not { } node) continue;
            var column = rows[row].IndexOfAny(['*', 'o']);
            if (IsJoin(rows[row])) edges.Add((node, nodes[Follow(rows, row + 1, column + 1)]!));
            // Only the agent's first state follows nothing.
            if (node is not { Branch: "main", From: 1 }) edges.Add((node, nodes[Follow(rows, row, column)]!));
        }
        return new DrawnEdges([.. nodes.OfType<DrawnNode>()], edges);
    }

    // Walks from a sign of one row to the node that it leads to.
    private static int Follow(string[] rows, int row, int place)
    {
        while (true)
        {
            var sign = At(rows, row, place);
            row++;
            place = sign switch
            {
                '/' when At(rows, row, place - 2) == '/' => place - 2,
                '/' => Under(rows, row, place - 1),
                '\\' => Under(rows, row, place + 1),
                _ => Under(rows, row, place),
            };
            if (At(rows, row, place) is '*' or 'o') return row;
        }
    }

    private static int Under(string[] rows, int row, int place)
    {
        if (At(rows, row, place) is '|' or '*' or 'o') return place;
        if (At(rows, row, place - 1) == '/') return place - 1;
        return At(rows, row, place + 1) == '\\' ? place + 1 : throw new FormatException($"Nothing leads on from row {row}, place {place}.");
    }

    // What is written after the columns is no part of the lines.
    private static char At(string[] rows, int row, int place)
    {
        var lines = Columns().Match(rows[row]).Value;
        return place >= 0 && place < lines.Length ? lines[place] : ' ';
    }

    private static bool IsJoin(string row) => row.Contains("(merges ", StringComparison.Ordinal) || row.Contains(", merges ", StringComparison.Ordinal);

    private static DrawnNode? NodeOf(string row)
    {
        var label = Label().Match(row);
        if (!label.Success) return null;
        if (label.Groups["none"].Success) return new DrawnNode(label.Groups["none"].Value, 1, 0);
        var from = long.Parse(label.Groups["from"].Value, CultureInfo.InvariantCulture);
        var to = label.Groups["to"].Success ? long.Parse(label.Groups["to"].Value, CultureInfo.InvariantCulture) : from;
        return new DrawnNode(label.Groups["name"].Value, from, to);
    }

    [GeneratedRegex(@"^[|/\\ ]*([*o][| ]*)?")]
    private static partial Regex Columns();

    [GeneratedRegex(@"[*o][| ]* ((?<none>\w+) \(no states|(?<name>\w+)@(?<from>\d+)(\.\.(?<to>\d+))?)")]
    private static partial Regex Label();
}
