import Foundation

/// How many random texts each test of properties tries: 10,000 in a release build, 1,000 in a debug build, which
/// is about thirty times slower. POCKET_TTS_FUZZ sets another number.
enum Fuzzing {
    static let repetitions = ProcessInfo.processInfo.environment["POCKET_TTS_FUZZ"].flatMap { Int($0) } ?? standard

    #if DEBUG
    private static let standard = 1000
    #else
    private static let standard = 10_000
    #endif
}
