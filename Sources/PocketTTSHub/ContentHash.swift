import Foundation

#if canImport(CryptoKit)
import CryptoKit
#else
import CCrypto
#endif

/// A SHA-256 or SHA-1 of bytes that come in pieces.
package final class ContentHash {
    package enum Algorithm: Sendable {
        case sha256
        /// What git names small files by.
        case sha1
    }

    #if canImport(CryptoKit)
    private var hash: any HashFunction

    package init(_ algorithm: Algorithm) {
        hash = algorithm == .sha256 ? SHA256() : Insecure.SHA1()
    }

    package func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

    package func hexadecimal() -> String { Array(hash.finalize()).hexadecimal }
    #else
    private let context = EVP_MD_CTX_new()
    /// Whether all steps so far succeeded: OpenSSL can be configured to offer no hashes.
    private var isWhole: Bool

    package init(_ algorithm: Algorithm) {
        isWhole = EVP_DigestInit_ex(context, algorithm == .sha256 ? EVP_sha256() : EVP_sha1(), nil) == 1
    }

    deinit { EVP_MD_CTX_free(context) }

    package func update(_ bytes: UnsafeRawBufferPointer) {
        isWhole = isWhole && EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
    }

    /// The hash in hexadecimal digits. One that could not be computed equals no other.
    package func hexadecimal() -> String {
        var digits = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        guard isWhole, EVP_DigestFinal_ex(context, &digits, &count) == 1 else { return "unknown-\(UUID().uuidString)" }
        return digits.prefix(Int(count)).hexadecimal
    }
    #endif

    /// Adds a file's contents, read block by block: a file that is shortened meanwhile has fewer of them.
    package func update(contentsOf url: URL) throws {
        let file = try FileHandle(forReadingFrom: url)
        defer { try? file.close() }
        while let block = try file.read(upToCount: 1 << 20), !block.isEmpty { update(block) }
    }

    package func update(_ bytes: some ContiguousBytes) { bytes.withUnsafeBytes { update($0) } }

    /// The SHA-256 of `bytes` in hexadecimal digits.
    package static func sha256(_ bytes: some ContiguousBytes) -> String {
        let hash = ContentHash(.sha256)
        hash.update(bytes)
        return hash.hexadecimal()
    }
}

extension Sequence<UInt8> {
    /// Two lower-case digits per byte.
    fileprivate var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
