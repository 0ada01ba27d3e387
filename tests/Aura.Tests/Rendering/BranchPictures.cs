using System.Xml.Linq;
using Aura.Engine;

namespace Aura.Tests.Rendering;

/// <summary>Branch graphs as text for a terminal and as pictures.</summary>
public sealed class BranchPictures
{
    private const string Hostile = "<script>alert('1')</script> &amp; \"q\" ]]> 日本語 😀 \u202e \u2028 \ufffe é";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Nothing_is_said_to_be_nothing()
    {
        Assert.Equal("(no states)\n", BranchGraphText.Render(new BranchGraph { Agent = "a" }));
        Assert.Equal("(no states)\n", BranchGraphText.Render(Graph([MainTo(0)])));
        Assert.Contains(XDocument.Parse(BranchGraphSvg.Render(Graph([MainTo(0)]))).Descendants(Svg + "text"), t => t.Value == "no states");
    }

    [Fact]
    public void A_line_without_branches() => AssertText("* main@1..1000000 (1,000,000 states, open)", Graph([MainTo(1_000_000)]));

    [Fact]
    public void A_single_state() => AssertText("* main@1 (open)", Graph([MainTo(1)]));

    [Fact]
    public void One_fork() => AssertText(
        """
        * main@5..41 (37 states, open)
        | * x@5..6 (2 states, open)
        |/
        * main@4
        * main@1..3 (3 states)
        """, Graph([MainTo(41), Fork("x", "main", 4, 6)]));

    [Fact]
    public void The_newest_line_is_drawn_first() => AssertText(
        """
        * x@5..60 (56 states, open)
        | * main@5..41 (37 states, open)
        |/
        * main@4
        * main@1..3 (3 states)
        """, Graph([MainTo(41), Fork("x", "main", 4, 60)]));

    [Fact]
    public void Forks_of_forks() => AssertText(
        """
        * main@3..9 (7 states, open)
        | * x@5..8 (4 states, open)
        | | * y@6..7 (2 states, open)
        | | | * z@6 (open)
        | | |/
        | | * z@5
        | |/
        | * x@4
        | * x@3
        |/
        * main@2
        * main@1
        """, Graph([MainTo(9), Fork("x", "main", 2, 8), Fork("y", "z", 5, 7), Fork("z", "x", 4, 6)]));

    [Fact]
    public void Branches_that_leave_from_one_state_and_from_heads() => AssertText(
        """
        * y@4..5 (2 states, expired)
        | * x@4 (open)
        |/
        | o w (no states yet, open until 2026-01-02 03:04:05Z)
        |/
        * main@3 (open)
        * main@1..2 (2 states)
        """, Graph(
            [
                MainTo(3), Fork("w", "main", 3, 3) with { ExpiresAt = Time }, Fork("x", "main", 3, 4),
                Fork("y", "main", 3, 5) with { Status = BranchStatus.Expired },
            ]));

    [Fact]
    public void A_merge() => AssertText(
        """
        * main@7..9 (3 states, open)
        *   main@6 (merges x@5)
        |\
        | * x@5 (merged)
        | * x@4
        * | main@4..5 (2 states)
        |/
        * main@3
        * main@1..2 (2 states)
        """, Graph([MainTo(9), Fork("x", "main", 3, 5) with { Status = BranchStatus.Merged }], Join("main", 6, "x", 5)));

    [Fact]
    public void A_promotion_beside_branches_that_were_discarded() => AssertText(
        """
        * main@3..9 (7 states, open)
        *   main@2 (promotes b@3)
        |\
        | * b@3 (promoted)
        | * b@2
        |/
        | * c@2..5 (4 states, discarded)
        |/
        | * a@2..4 (3 states, discarded)
        |/
        * main@1
        """, Graph(
            [
                MainTo(9), Fork("a", "main", 1, 4) with { Status = BranchStatus.Discarded }, Fork("b", "main", 1, 3) with { Status = BranchStatus.Promoted },
                Fork("c", "main", 1, 5) with { Status = BranchStatus.Discarded },
            ], Join("main", 2, "b", 3, StateSource.Promotion)));

    [Fact]
    public void Branches_that_were_merged_crosswise() => AssertText(
        """
        * x@6 (open)
        *   x@5 (merges main@3)
        |\
        * | x@4
        | | * main@5 (open)
        | | *   main@4 (merges x@3)
        | | |\
        | |/ /
        | |/
        |/|
        * | x@3
        | * main@3
        |/
        * main@2
        * main@1
        """, Graph(
            [MainTo(5), Fork("x", "main", 2, 6)], Join("main", 4, "x", 3), Join("x", 5, "main", 3)));

    [Fact]
    public void Lines_cross_others_on_their_way() => AssertText(
        """
        * main@8..9 (2 states, open)
        *   main@7 (merges z@6)
        |\
        | * z@6 (open)
        * | main@5..6 (2 states)
        | | * x@7..8 (2 states, open)
        | | | *   y@7 (merges x@6, open)
        | | | |\
        | | | |/
        | | |/|
        | | * | x@6
        | |/ /
        | * | x@5
        | * | x@3..4 (2 states)
        | | * y@5..6 (2 states)
        | |/
        |/|
        * | main@4
        * | main@3
        |/
        * main@2
        * main@1
        """, Graph(
            [MainTo(9), Fork("x", "main", 2, 8), Fork("y", "main", 4, 7), Fork("z", "x", 5, 6)], Join("main", 7, "z", 6), Join("y", 7, "x", 6)));

    [Fact]
    public void A_million_states_take_no_more_than_a_few()
    {
        var few = AllocatedToDraw(4);
        Assert.InRange(AllocatedToDraw(400), few / 2, few * 2);

        // Memory says what a clock would, and the same on every machine.
        static long AllocatedToDraw(int between)
        {
            var branches = Enumerable.Range(1, 2_000).Select(i => Fork($"b{i}", "main", i * between, i * between + 250 * between));
            var graph = Graph([MainTo(2_500 * between), .. branches]);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var (text, picture) = (BranchGraphText.Render(graph), BranchGraphSvg.Render(graph));
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.Equal(2_000 * 4 + 1, text.Count(c => c == '\n'));
            Assert.Contains("1,801 more branches are left out", picture, StringComparison.Ordinal);
            return allocated;
        }
    }

    [Fact]
    public void Hostile_names_stay_names()
    {
        var graph = new BranchGraph
        {
            Agent = Hostile,
            Branches = [MainTo(5), Fork(Hostile, "main", 2, 8) with { Status = BranchStatus.Merged }],
            Joins = [Join("main", 4, Hostile, 6)],
        };
        Assert.Equal(12, BranchGraphText.Render(graph).Count(c => c == '\n'));
        var titles = Parsed(graph).Descendants(Svg + "title").Select(t => t.Value).ToArray();
        var kept = Hostile.Replace('\ufffe', ' ');
        Assert.Equal($"Branches of {kept}", titles[0]);
        Assert.Contains($"main@4 (merges {kept}@6)\n{Id("main", 4)}", titles);
        Assert.Contains($"{kept}@8 merged\n{Id(Hostile, 8)}", titles);
        Assert.DoesNotContain('\u001b', BranchGraphText.Render(Graph([MainTo(3), Fork("\u001b[31m\n", "main", 2, 3)])));
        Parsed(Graph([MainTo(3), Fork("\u001b[31m\n\ud800", "main", 2, 3)]));
    }

    [Fact]
    public void A_picture_has_a_node_for_each_fork_join_and_head()
    {
        var picture = Parsed(Graph(
            [
                MainTo(9), Fork("lost", "main", 2, 4) with { Status = BranchStatus.Discarded }, Fork("none", "won", 5, 5),
                Fork("won", "main", 2, 6) with { Status = BranchStatus.Promoted },
            ], Join("main", 7, "won", 6, StateSource.Promotion)));
        Assert.Equal(("0", "0"), (picture.Root!.Attribute("viewBox")!.Value.Split(' ')[0], picture.Root.Attribute("viewBox")!.Value.Split(' ')[1]));
        string[] nodes =
        [
            $"main@2\n{Id("main", 2)}", $"main@7 (promotes won@6)\n{Id("main", 7)}", $"main@9 open\n{Id("main", 9)}", $"lost@4 discarded\n{Id("lost", 4)}",
            $"won@5\n{Id("won", 5)}", $"won@6 promoted\n{Id("won", 6)}", $"none (no states yet, open)\n{Id("won", 5)}",
        ];
        Assert.Equal(nodes, picture.Descendants(Svg + "circle").Select(c => c.Element(Svg + "title")!.Value));
        Assert.Equal(
            ["Branches of a", "main@9 open", "lost@4 discarded", "won@6 promoted", "none open"], picture.Descendants(Svg + "text").Select(t => t.Value));
        // What has become of a branch is told by colours as well.
        Assert.Equal(4, picture.Descendants(Svg + "circle").Select(c => c.Attribute("stroke")!.Value).Distinct().Count());
        Assert.Empty(picture.Descendants().Select(e => e.Name.LocalName).Except(["svg", "title", "rect", "g", "text", "path", "circle"]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(200)]
    public void A_picture_has_a_sensible_size(int branches)
    {
        var graph = Graph([MainTo(1_000), .. Enumerable.Range(1, branches - 1).Select(i => Fork($"branch {i}", "main", i * 4, i * 4 + 3))]);
        var picture = Parsed(graph);
        Assert.DoesNotContain("left out", picture.ToString(), StringComparison.Ordinal);
        Assert.Equal(branches, picture.Descendants(Svg + "text").Count() - 1);
        Assert.InRange((int)picture.Root!.Attribute("width")!, 100, 5_000);
        Assert.InRange((int)picture.Root.Attribute("height")!, 60, 60 + 31 * branches);
        foreach (var circle in picture.Descendants(Svg + "circle"))
        {
            Assert.InRange((int)circle.Attribute("cx")!, 0, (int)picture.Root.Attribute("width")!);
            Assert.InRange((int)circle.Attribute("cy")!, 0, (int)picture.Root.Attribute("height")!);
        }
    }

    [Fact]
    public void Every_line_of_random_text_leads_where_the_graph_says()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var graph = RandomGraph(new Random(seed));
            var text = BranchGraphText.Render(graph);
            Assert.Equal(text, BranchGraphText.Render(graph));
            var drawn = DrawnEdges.Of(text);
            Assert.True(ExpectedEdges(graph, drawn.Nodes).Order().SequenceEqual(drawn.Edges.Order()), $"Seed {seed} is drawn as\n{text}");
            foreach (var branch in graph.Branches)
                Assert.Contains(drawn.Nodes, n => n.Branch == branch.Name && (n.To == branch.HeadVersion || branch.States == 0));
            foreach (var join in graph.Joins) Assert.Contains(Described(join), text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_branch_and_join_of_random_graphs_is_in_the_picture()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var graph = RandomGraph(new Random(seed));
            var titles = Parsed(graph).Descendants(Svg + "title").Select(t => t.Value.Split('\n')[0]).ToHashSet();
            foreach (var branch in graph.Branches)
            {
                var head = branch.States == 0 ? $"{branch.Name} (no states" : $"{branch.Name}@{branch.HeadVersion} ";
                Assert.Contains(titles, t => t.StartsWith(head, StringComparison.Ordinal));
            }
            foreach (var join in graph.Joins) Assert.Contains(titles, t => t.StartsWith(Described(join), StringComparison.Ordinal));
            Assert.Equal(BranchGraphSvg.Render(graph), BranchGraphSvg.Render(graph));
        }
    }

    private static string Described(BranchJoin join) => $"{join.Branch}@{join.Version} (merges {join.JoinedBranch}@{join.JoinedVersion}";

    private static XDocument Parsed(BranchGraph graph) => XDocument.Parse(BranchGraphSvg.Render(graph));

    // A history as it could have been: lines grow, leave others where those are or were, and take in what others have come to.
    private static BranchGraph RandomGraph(Random random)
    {
        var branches = new List<BranchInfo> { MainTo(1) };
        var joins = new List<BranchJoin>();
        for (var step = random.Next(40); step > 0; step--)
        {
            var line = random.Next(branches.Count);
            var (at, other) = (branches[line], branches[random.Next(branches.Count)]);
            var grown = at with { HeadVersion = at.HeadVersion + 1 + random.Next(2), Head = null };
            grown = grown with { Head = Id(grown.Name, grown.HeadVersion) };
            if (random.Next(3) == 0) branches[line] = grown;
            else if (random.Next(2) == 0 && at.States > 0)
                branches.Add(Fork($"b{branches.Count}", at.Name, random.NextInt64(at.ForkVersion + 1, at.HeadVersion + 1), 0) is var fork
                    ? fork with { HeadVersion = fork.ForkVersion, Head = fork.ForkState } : fork);
            else if (other != at && other.States > 0)
            {
                joins.Add(Join(at.Name, at.HeadVersion + 1, other.Name, other.HeadVersion));
                branches[line] = at with { HeadVersion = at.HeadVersion + 1, Head = Id(at.Name, at.HeadVersion + 1) };
            }
        }
        return Graph(branches, joins);
    }

    private static IEnumerable<(DrawnNode From, DrawnNode To)> ExpectedEdges(BranchGraph graph, IReadOnlyList<DrawnNode> nodes)
    {
        DrawnNode At(string branch, long version) => nodes.Single(n => n.Branch == branch && n.To == version && n.From <= n.To);
        foreach (var node in nodes)
        {
            var branch = graph.Branches.Single(b => b.Name == node.Branch);
            if (node.From > node.To || node.From == branch.ForkVersion + 1)
            {
                if (branch.Origin is not null) yield return (node, At(branch.Origin, branch.ForkVersion));
            }
            else
            {
                yield return (node, At(node.Branch, node.From - 1));
            }
            foreach (var join in graph.Joins.Where(j => j.Branch == node.Branch && node.From <= j.Version && j.Version <= node.To))
                yield return (node, At(join.JoinedBranch, join.JoinedVersion));
        }
    }

    private static void AssertText(string expected, BranchGraph graph) => Assert.Equal(expected.ReplaceLineEndings("\n") + "\n", BranchGraphText.Render(graph));

    private static BranchGraph Graph(IReadOnlyList<BranchInfo> branches, params IReadOnlyList<BranchJoin> joins) =>
        new() { Agent = "a", Branches = branches, Joins = joins };

    private static BranchInfo MainTo(long head) => new() { Agent = "a", Name = "main", HeadVersion = head, Head = head == 0 ? null : Id("main", head) };

    private static BranchInfo Fork(string name, string origin, long at, long head) => new()
    {
        Agent = "a", Name = name, Origin = origin, ForkVersion = at, ForkState = Id(origin, at), HeadVersion = head,
        Head = head == at ? Id(origin, at) : Id(name, head),
    };

    private static BranchJoin Join(string line, long version, string joined, long joinedVersion, StateSource source = StateSource.Merge) => new()
    {
        State = Id(line, version), Branch = line, Version = version, Source = source, Joined = Id(joined, joinedVersion), JoinedBranch = joined,
        JoinedVersion = joinedVersion,
    };

    // As if all lines had grown at the same pace.
    private static StateId Id(string branch, long version) => new(new Guid((int)version, (short)branch.Length, (short)branch[0], new byte[8]));
}
