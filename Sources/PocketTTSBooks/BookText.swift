import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The text of a book in a file: the book itself, or what was taken from it.
final class BookText: Sendable {
    let path: String
    let size: Int
    private let descriptor: Int32

    /// - Throws: ``BookError`` for a file that is missing or no regular file.
    init(_ url: URL) throws(BookError) {
        path = url.path
        // Not waiting for the writer of a pipe.
        descriptor = open(url.path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw BookError(path: path, reason: String(cString: strerror(errno)) + ".") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw BookError(path: url.path, reason: "it is no file.")
        }
        size = Int(status.st_size)
    }

    /// An empty file without a name, which vanishes with this object.
    /// - Parameter path: the book's, for messages.
    init(extractedFrom path: String, writing body: (TextSink) throws(BookError) -> Void) throws(BookError) {
        self.path = path
        var name = Array(NSTemporaryDirectory().utf8CString.dropLast()) + Array("/pocket-tts-book-XXXXXX".utf8CString)
        descriptor = mkstemp(&name)
        guard descriptor >= 0 else {
            throw BookError(path: path, reason: "no temporary file: \(String(cString: strerror(errno))).")
        }
        unlink(name)
        let sink = TextSink(descriptor: descriptor, path: path)
        do throws(BookError) {
            try body(sink)
            try sink.flush()
        } catch {
            close(descriptor)
            throw error
        }
        size = sink.position
    }

    deinit { close(descriptor) }

    /// - Parameter orLess: whether the file may end before the range does.
    func read(_ range: Range<Int>, orLess: Bool = false) throws(BookError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                pread(
                    descriptor, buffer.baseAddress.map { $0 + count }, range.count - count,
                    off_t(range.lowerBound + count))
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw BookError(path: path, reason: String(cString: strerror(errno)) + ".") }
            if got == 0 { break }
            count += got
        }
        guard count == bytes.count || orLess else {
            throw BookError(path: path, reason: "it has become shorter while it was read.")
        }
        return Array(bytes[..<count])
    }

    /// Calls `body` with each line, without its end, and where it begins. Long lines come in parts of `longestLine`.
    func forEachLine(_ body: (_ line: ArraySlice<UInt8>, _ start: Int, _ end: Int) throws(BookError) -> Void)
        throws(BookError)
    {
        var (pending, start) = ([UInt8](), 0)
        var position = 0
        while position < size || !pending.isEmpty {
            let block = try read(position..<position + Self.blockSize, orLess: true)
            position += block.count
            pending += block
            var rest = pending[...]
            while let newline = rest.firstIndex(of: 0x0A) {
                try body(rest[rest.startIndex..<newline], start, start + newline - rest.startIndex + 1)
                start += newline - rest.startIndex + 1
                rest = rest[(newline + 1)...]
            }
            if rest.count >= Self.longestLine || block.isEmpty && !rest.isEmpty {
                try body(rest, start, start + rest.count)
                start += rest.count
                rest = []
            }
            pending = Array(rest)
            if block.isEmpty { break }
        }
    }

    private static let blockSize = 1 << 16
    private static let longestLine = 1 << 18
}

/// Writes text to a file.
final class TextSink {
    private let descriptor: Int32
    private let path: String
    private var buffer: [UInt8] = []
    /// Bytes so far.
    private(set) var position = 0

    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    func write(_ text: String) throws(BookError) {
        buffer += text.utf8
        position += text.utf8.count
        if buffer.count > 1 << 16 { try flush() }
    }

    func flush() throws(BookError) {
        var rest = buffer[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw BookError(path: path, reason: "no room for its text: \(String(cString: strerror(errno))).")
            }
            rest = rest.dropFirst(count)
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
