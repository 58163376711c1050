@testable import SpeechText
import Testing

@Suite struct SSMLReaderTests {
    private static func read(_ text: String, language: Language? = .english) throws(MarkupError) -> Script {
        try TextReader.read(text, language: language, format: .ssml)
    }

    @Test(arguments: [
        ("<speak>It costs $5.</speak>", "It costs five dollars."),
        ("<?xml version='1.0'?>\n<!-- a --><speak version=\"1.1\">A &amp; B&#33;</speak>\n", "A and B!"),
        ("<speak><p><s>One</s><s>Two!</s></p>Three</speak>", "One.\nTwo!\nThree"),
        ("<speak><s>One </s> <s>two</s></speak>", "One.\n  two.\n"),
        ("<speak>a<emphasis level='strong'>b</emphasis>c<w>d</w></speak>", "abcd"),
        (
            "<speak>The <sub alias='World Wide Web'>W3</sub> of <sub alias='5 km'>x</sub></speak>",
            "The World Wide Web of five kilometers"
        ),
        (
            "<speak><say-as interpret-as='cardinal'>-1,234.5</say-as></speak>",
            "minus one thousand two hundred thirty four point five"
        ),
        (
            "<speak><say-as interpret-as='ordinal'>21</say-as> <say-as interpret-as='ordinal'>2nd</say-as></speak>",
            "twenty first second"
        ),
        ("<speak><say-as interpret-as='digits'>12 3</say-as></speak>", "one two, three"),
        ("<speak><say-as interpret-as='characters'>a1-B</say-as></speak>", "A one dash B"),
        ("<speak><say-as interpret-as='date' format='mdy'>5/6/2027</say-as></speak>", "May sixth twenty twenty seven"),
        (
            "<speak><say-as interpret-as='date' format='yyyymmdd'>20270506</say-as></speak>",
            "May sixth twenty twenty seven"
        ),
        ("<speak><say-as interpret-as='date' format='dm'>3.5.</say-as></speak>", "the third of May"),
        ("<speak><say-as interpret-as='time' format='hms12'>2:30pm</say-as></speak>", "two thirty P M"),
        (
            "<speak><say-as interpret-as='telephone'>+1 555-1234</say-as></speak>",
            "plus one, five five five, one two three four"
        ),
        ("<speak><lang xml:lang='de'>3,50 €</lang> is $3.50</speak>", "drei Euro fünfzig is three dollars fifty cents"),
        ("<speak xml:lang='fr'>21 maisons</speak>", "vingt et une maisons"),
        ("<speak><![CDATA[a < b & c]]></speak>", "a less than b and c"),
        ("<speak>a <!-- <b> & --> b</speak>", "a  b"),
        ("<speak>one<break strength='none'/> two</speak>", "one two"),
    ])
    func wordsAreRead(text: String, expected: String) throws {
        let script = try Self.read(text)
        #expect(script.text == expected)
        // Every byte of the document has its place.
        #expect(script.spoken.pieces.reduce(0) { $0 + $1.source.count } == text.utf8.count)
        for (a, b) in zip(script.spoken.pieces, script.spoken.pieces.dropFirst()) {
            #expect(a.source.upperBound == b.source.lowerBound)
        }
    }

    @Test func directivesStandWhereTheyAreWritten() throws {
        let text = """
            <speak>a<break time="250ms"/>b<prosody rate="120%" volume="-6dB">c<voice name="alba">d</voice></prosody>\
            <mark name="m"/>e<break strength="weak"/></speak>
            """
        let directives = try Self.read(text).parts.compactMap { part -> Directive? in
            if case .directive(let directive, _) = part { directive } else { nil }
        }
        let soft = Float(0.501187)
        #expect(directives.count == 7)
        #expect(directives[0] == .pause(seconds: 0.25))
        guard case .delivery(let first) = directives[1], case .delivery(let second) = directives[2],
            case .delivery(let third) = directives[3], case .delivery(let last) = directives[4]
        else {
            Issue.record("\(directives)")
            return
        }
        #expect(first.rate == 1.2 && abs(first.gain - soft) < 1e-5 && first.voice == nil)
        #expect(second.rate == 1.2 && second.voice == "alba")
        #expect(third == first)
        #expect(last == Delivery())
        #expect(directives[5] == .mark("m"))
        #expect(directives[6] == .pause(seconds: 0.2))
    }

    @Test(arguments: [
        ("Hello", 1, 1), ("", 1, 1), ("<speak>", 1, 1), ("<speak>a</speak>b", 1, 17), ("<speak>\n <x/></speak>", 2, 2),
        ("<speak>é &nbsp;</speak>", 1, 10), ("<speak>a & b</speak>", 1, 10), ("<speak>a < b</speak>", 1, 10),
        ("<!DOCTYPE speak><speak>a</speak>", 1, 1), ("<speak><!ENTITY a 'b'></speak>", 1, 8),
        ("<speak><?php x?></speak>", 1, 8), ("<speak><s>a</p></speak>", 1, 12), ("<speak>a</s></speak>", 1, 9),
        ("<speak><break time='1'/></speak>", 1, 8), ("<speak><break time='61s'/></speak>", 1, 8),
        ("<speak><break tme='1s'/></speak>", 1, 8), ("<speak><break time='1s' time='2s'/></speak>", 1, 8),
        ("<speak><break time=1s/></speak>", 1, 8), ("<speak><prosody rate='9'>a</prosody></speak>", 1, 8),
        ("<speak><say-as interpret-as='cardinal'>x</say-as></speak>", 1, 41),
        ("<speak><say-as interpret-as='thing'>x</say-as></speak>", 1, 8),
        ("<speak><say-as interpret-as='date' format='mdy'>31/31/2027</say-as></speak>", 1, 59),
        ("<speak><sub alias='a'><s>b</s></sub></speak>", 1, 23), ("<speak><sub>b</sub></speak>", 1, 8),
        ("<speak><lang xml:lang='xx'>a</lang></speak>", 1, 8), ("<speak><voice>a</voice></speak>", 1, 8),
        ("<speak><mark/></speak>", 1, 8), ("<speak><phoneme ph='x'>a</phoneme></speak>", 1, 8),
        ("<speak><speak>a</speak></speak>", 1, 8), ("<p>a</p>", 1, 1), ("<speak>a</speak", 1, 9),
        ("<speak>&#xD800;</speak>", 1, 8), ("<speak>&#0;</speak>", 1, 8), ("<speak>&#x110000;</speak>", 1, 8),
        ("<speak>\u{0}<break>x</break></speak>", 1, 16),
    ])
    func malformedMarkupIsAnErrorWithItsPlace(text: String, line: Int, column: Int) {
        do {
            let script = try Self.read(text)
            Issue.record("read as \(script.text)")
        } catch {
            #expect((error.line, error.column) == (line, column), "\(error)")
        }
    }

    /// Found by the random texts: a date with letters stays as it is, and had a space for each half.
    @Test func aLineEndMayBeCutInTwo() throws {
        var reader = TextReader(language: .english, format: .ssml)
        var script = try reader.append("<speak><say-as interpret-as='date'>May\r")
        script.append(try reader.append("\n5th</say-as></speak>"))
        script.append(try reader.finish())
        #expect(script.text == "May fifth")
    }

    @Test func depthAndSizesAreBounded() throws {
        func nested(_ depth: Int) -> String {
            "<speak>" + String(repeating: "<emphasis>", count: depth) + "a"
                + String(repeating: "</emphasis>", count: depth) + "</speak>"
        }
        #expect(try Self.read(nested(SSMLReader.deepest - 1)).text == "a")
        #expect(throws: MarkupError.self) { try Self.read(nested(SSMLReader.deepest)) }
        let long = String(repeating: "x", count: XMLTag.longest)
        for text in ["<speak><mark name='\(long)'/></speak>", "<speak><!--\(long)", "<speak><![CDATA[\(long)"] {
            #expect(throws: MarkupError.self) { try Self.read(text) }
        }
        #expect(throws: MarkupError.self) { try Self.read("<speak><sub alias='a'>\(long)</sub></speak>") }
    }

    @Test func fragmentationChangesNothing() throws {
        let text = """
            <?xml version="1.0"?><speak><p><s>Dr. <emphasis>Brown</emphasis> paid $3.50</s></p> \
            <break time="1s"/>&#233;té &amp; <sub alias="a b">x</sub><!-- c --><lang xml:lang="de">am 3. Mai</lang>\
            <prosody rate="2">12 km</prosody><mark name="m"/> 1,234 \
            <say-as interpret-as="date" format="dmy">3.5.2027</say-as>.</speak>
            """
        let whole = try Self.read(text)
        var generator = SplitMix(state: 5)
        for longest in [1, 3, 9, 30] {
            var reader = TextReader(language: .english, format: .ssml)
            var script = Script()
            var rest = Substring(text)
            while !rest.isEmpty {
                let fragment = rest.prefix(Int.random(in: 1...longest, using: &generator))
                script.append(try reader.append(String(fragment)))
                rest = rest.dropFirst(fragment.count)
            }
            script.append(try reader.finish())
            #expect(script.text == whole.text)
            func directives(_ script: Script) -> [Script.Part] {
                script.parts.filter { if case .directive = $0 { true } else { false } }
            }
            #expect(directives(script) == directives(whole))
        }
    }
}

@Suite struct BracketTagTests {
    @Test(arguments: [
        ("[pause:1.5s]", BracketTag.pause(seconds: 1.5)), ("[pause:500ms]", .pause(seconds: 0.5)),
        ("[Pause: 1 ]", .pause(seconds: 1)), ("[rate:1.2]", .rate(1.2)), ("[rate:120%]", .rate(1.2)),
        ("[rate:slow]", .rate(0.75)), ("[voice:alba]", .voice("alba")), ("[voice: My Voice ]", .voice("My Voice")),
        ("[voice:default]", .voice(nil)),
    ])
    func tagsAreRead(text: String, expected: BracketTag) {
        #expect(BracketTag.match(Array(text.utf8)[...], isWhole: true) == .tag(expected, length: text.utf8.count))
    }

    @Test(arguments: ["[pause]", "[paused: x]", "[x]", "[voice: a story](address)", "[pause", "[rates:1]"])
    func otherBracketsAreText(text: String) {
        #expect(BracketTag.match(Array(text.utf8)[...], isWhole: true) == .none)
    }

    @Test(arguments: [
        ("a\n b [pause:long] c", 2, 4), ("é [pause:61s]", 1, 3), ("[rate:5]", 1, 1), ("[rate:0]", 1, 1),
        ("[voice:]", 1, 1), ("*a* [pause:1s", 1, 5), ("[pause:-1s]", 1, 1), ("[pause:1.2.3s]", 1, 1),
    ])
    func malformedTagsAreErrorsWithTheirPlaces(text: String, line: Int, column: Int) {
        do {
            let script = try TextReader.read(text, language: .english)
            Issue.record("read as \(script.text)")
        } catch {
            #expect((error.line, error.column) == (line, column), "\(error)")
        }
    }

    @Test func codeAndEscapesAreNoTags() throws {
        #expect(try TextReader.read("`[pause:x]` a", language: nil).text == "[pause:x] a")
        #expect(try TextReader.read(#"\[pause:x] a"#, language: nil, format: .markdown).text == "[pause:x] a")
    }

    @Test func tagsDoNotDependOnFragments() throws {
        let text = "Set [pause:1s]go. - [voice:a]x\n[rate:2]\n- one [pause:20ms] 3.50 [no:1]"
        let whole = try TextReader.read(text, language: .english)
        var reader = TextReader(language: .english)
        var script = Script()
        for character in text { script.append(try reader.append(String(character))) }
        script.append(try reader.finish())
        #expect(script == whole)
        #expect(script.parts.count { if case .directive = $0 { true } else { false } } == 4)
    }
}
