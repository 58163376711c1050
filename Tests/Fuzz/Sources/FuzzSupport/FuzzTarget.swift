import CFuzzer
import Foundation
import Synchronization

/// A function that libFuzzer calls with one input after another. It must return, whatever the input is.
public struct FuzzTarget: Sendable {
    let name: String
    let run: @Sendable ([UInt8]) -> Void

    public init(_ name: String, _ run: @escaping @Sendable ([UInt8]) -> Void) {
        self.name = name
        self.run = run
    }

    /// Runs libFuzzer, with the arguments of this process, on the target that `FUZZ_TARGET` names.
    public static func runChosen(of targets: [FuzzTarget]) -> Never {
        let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
        guard let target = targets.first(where: { $0.name == name }) else {
            fatalError("FUZZ_TARGET must be one of: \(targets.map(\.name).joined(separator: ", "))")
        }
        chosen.withLock { $0 = target }
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        exit(
            LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
                let target = chosen.withLock { $0 }
                target?.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
                return 0
            })
    }
}

private let chosen = Mutex<FuzzTarget?>(nil)

/// A property that holds for every input: the fuzzer reports an input for which it does not.
public func check(_ condition: Bool, _ message: @autoclosure () -> String) {
    guard condition else { fatalError(message()) }
}

/// The first byte, which chooses among `choices`, and the rest.
public func split<Choice>(_ bytes: [UInt8], _ choices: [Choice]) -> (Choice, ArraySlice<UInt8>)? {
    guard let first = bytes.first, !choices.isEmpty else { return nil }
    return (choices[Int(first) % choices.count], bytes.dropFirst())
}

/// The repository's `Tests/Fixtures`.
public let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")

/// What a target needs of `fixtures`. Without it the target would accept every input unread.
public func fixture<Value>(_ path: String, _ read: (URL) throws -> Value) -> Value {
    do { return try read(fixtures.appending(path: path)) } catch { fatalError("\(path) cannot be read: \(error)") }
}

/// A file in memory that holds one input after another.
public func file(holding bytes: [UInt8], suffix: String) -> URL {
    let folder = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
    let path = "\(folder)/pocket-tts-fuzz-\(ProcessInfo.processInfo.processIdentifier)\(suffix)"
    guard let file = fopen(path, "wb") else { fatalError("\(path) cannot be written") }
    bytes.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, file) }
    fclose(file)
    return URL(fileURLWithPath: path)
}
