import Graphs
import Evaluation
import Models
import Quantization
import Terminal
import Testing
import Workbench

/// The small values that state is made of.
@Suite struct ValueTests {
  @Test("every site has one row, and groups hold them all") func tree() {
    let tree = LayerTree(graph: Fixture.graph)
    let sites = tree.leaves.flatMap { tree.rows[$0].sites }
    #expect(Set(sites) == Set(Fixture.graph.sites.map(\.id)))
    #expect(sites.count == Fixture.graph.sites.count)
    #expect(
      tree.groups.filter { tree.rows[$0].depth == 0 }.map { tree.rows[$0].label }
        == ["embedding", "blocks.0", "blocks.1", "blocks.2"])
    #expect(
      tree.rows.filter { $0.parent == 0 }.map(\.name)
        == ["image", "patch_embed.proj.weight", "patch_embed.output", "tokens", "pos_embed"])
    let block = tree.row(named: "blocks.1")?.id
    #expect(
      tree.rows.filter { $0.parent == block }.map(\.label)
        == ["norm1", "norm1.output", "attn", "norm2", "norm2.output", "mlp"])
    #expect(tree.row(named: "blocks.1.attn")?.principal == tree.row(named: "blocks.1.attn.softmax")?.id)
    #expect(tree.rows.enumerated().allSatisfy { $0 == $1.id })
  }

  @Test("a row is found by its name and by its alias, and no alias is another row's name") func names() {
    let tree = LayerTree(graph: Fixture.graph)
    let names = tree.rows.map(\.name)
    #expect(Set(names).count == names.count)
    for row in tree.rows {
      #expect(tree.row(named: row.name) == row)
      guard let alias = row.alias else { continue }
      #expect(!names.contains(alias), "\(alias)")
      #expect(tree.row(named: alias) == row)
    }
    #expect(tree.row(named: "blocks.1.attn.log_int_softmax")?.name == "blocks.1.attn.softmax")
    #expect(tree.row(named: "blocks.9") == nil)
  }

  @Test("a kind is what does the same in every block") func kinds() {
    let tree = LayerTree(graph: Fixture.graph)
    func rows(like name: String) -> Int { tree.rows.count { $0.rowKind == tree.row(named: name)?.rowKind } }
    #expect(rows(like: "norm") == 7)
    #expect(rows(like: "blocks.2.attn.softmax") == 3)
    #expect(rows(like: "blocks.2.mlp.fc2.weight") == 3)
    #expect(rows(like: "blocks.2.attn.proj.weight") == 3)
    #expect(rows(like: "patch_embed.proj.weight") == 1)
    #expect(tree.row(named: "blocks.2.mlp.fc2.weight")?.rowKind?.title == "mlp.fc2 weights")
  }

  @Test("a LayerNorm's row has the site that it reads, from whatever block") func layerNormSites() {
    let tree = LayerTree(graph: Fixture.graph)
    let row = tree.rows.first { $0.name == "blocks.1.norm1" }
    #expect(row?.sites == [SiteID("blocks.1.norm1")])
  }

  @Test("flips: lost, won, and those that change nothing") func comparison() {
    func outcome(_ predicted: Int, _ rank: Int) -> ImageOutcome {
      ImageOutcome(predicted: predicted, probability: 0.5, labelRank: rank)
    }
    let before = [outcome(1, 0), outcome(2, 3), outcome(3, 0), outcome(4, 1)]
    let after = [outcome(1, 0), outcome(5, 0), outcome(6, 1), outcome(7, 2)]
    let comparison = RunComparison(before: before, after: after, float: nil)
    #expect(comparison.flips.map(\.image) == [1, 2, 3])
    #expect(comparison.byConsequence.map(\.image) == [2, 1, 3])
    #expect(comparison.difference == PairedDifference(gained: 1, lost: 1, total: 4))
  }

  @Test("flips without labels are judged by the float model's class, and not judged against it") func unlabelled() {
    func outcomes(_ classes: [Int]) -> [ImageOutcome] {
      classes.map { ImageOutcome(predicted: $0, probability: 0.5, labelRank: nil) }
    }
    let float = outcomes([1, 2, 3, 4, 5])
    let before = outcomes([1, 2, 9, 9, 5])
    let after = outcomes([1, 8, 3, 7, 5])
    let comparison = RunComparison(before: before, after: after, float: float)
    #expect(comparison.kind == .agreement && comparison.imageCount == 5)
    #expect(comparison.flips.map(\.image) == [1, 2, 3])
    #expect(comparison.flips.map(\.consequence) == [.lost, .won, .neither])
    #expect(comparison.difference == PairedDifference(gained: 1, lost: 1, total: 5))
    let againstFloat = RunComparison(before: float, after: after, float: nil)
    #expect(againstFloat.difference == nil)
    #expect(againstFloat.flips.map(\.consequence) == [.neither, .neither])
    #expect(againstFloat.byConsequence.map(\.image) == [1, 3])
  }

  @Test("a recalled answer keeps the time of the first") func recalled() {
    var log = RunLog()
    let first = log.start(.base)
    log.finish(Fixture.report(.base), of: first)
    let second = log.start(.base)
    let report = Fixture.report(.base)
    log.finish(
      EvaluationReport(
        configuration: .base, configurationDigest: report.configurationDigest, tally: report.tally,
        outcomes: report.outcomes, seconds: 0, imagesPerSecond: 0, integerSiteCount: 0, simulatedSiteCount: 9,
        isRecalled: true), of: second)
    #expect(log.current?.seconds == report.seconds)
    #expect(log.current?.imagesPerSecond == report.imagesPerSecond)
    #expect(log.current?.status == .finished)
  }

  @Test("a line is edited where its cursor is") func textInput() {
    var input = TextInput("ab")
    for key in [Key.left, .character("x"), .home, .delete, .end, .character("é"), .backspace, .character("z")] {
      let isEdit = input.handle(key)
      #expect(isEdit, "\(key)")
    }
    #expect(input.text == "xbz")
    let isEnterAnEdit = input.handle(.enter)
    #expect(!isEnterAnEdit)
    _ = input.handle(.control("u"))
    #expect(input.text.isEmpty)
    input = TextInput("~/out put/a.json")
    _ = input.handle(.control("w"))
    #expect(input.text == "~/out put/")
    _ = input.handle(.control("w"))
    #expect(input.text == "~/out ")
    for key in [Key.control("a"), .control("f"), .control("k"), .control("k")] { _ = input.handle(key) }
    #expect(input.text == "~" && input.cursor == 1)
  }

  @Test("lines typed before come back with Up, and the own line with Down") func inputHistory() {
    var history = InputHistory()
    for line in ["one", "two", " ", "one"] { history.add(line, to: .filter) }
    var input = TextInput("own")
    var seen: [String] = []
    for key in [Key.up, .up, .up, .down, .down, .down] {
      _ = input.recall(key, .filter, from: history)
      seen.append(input.text)
    }
    #expect(seen == ["one", "two", "two", "one", "own", "own"])
    let isElsewhere = input.recall(.up, .palette, from: history)
    #expect(isElsewhere && input.text == "own")
  }

  @Test("edits refuse what a site does not allow") func refusals() {
    #expect(throws: ConfigurationEdit.Refusal(reason: "nothing changes: it is already so")) {
      try ConfigurationEdit.changing(
        [SiteID("blocks.0.norm1")], of: .base, in: Fixture.graph, change: ""
      ) { _, scheme in scheme }
    }
    #expect(throws: ConfigurationEdit.Refusal(reason: "lis4 is not defined at blocks.0.norm1")) {
      try ConfigurationEdit.changing([SiteID("blocks.0.norm1")], of: .base, in: Fixture.graph, change: "") { _, _ in
        .logIntSoftmax(bits: 4)
      }
    }
  }

  @Test("numbers as they stand on screen") func figures() {
    #expect(Figures.seconds(0.46) == "0.5 s")
    #expect(Figures.seconds(42.4) == "42 s")
    #expect(Figures.seconds(200) == "3 min 20 s")
    #expect(Figures.throughput(1120) == "1,120 img/s")
    #expect(Figures.count(14_230_000) == "14.2 M")
    #expect(Figures.ratio(4.23) == "4.2×")
    #expect(Figures.decibels(nil) == "-")
    #expect(Figures.interval(-2.9 ... -0.4) == "[−2.9, −0.4]")
    #expect(Figures.share(Proportion(count: 743, total: 800)) == "92.9 % [90.9, 94.5]")
    #expect(Figures.share(Proportion(count: 8, total: 8)) == "100.0 % [68, 100]")
    #expect(Figures.decibels(.infinity) == "inf")
  }
}
