import CommandSupport
import Foundation
import NIOCore
import PocketTTS

/// Holds a TCP port until a server listens on it, so that a port in use is reported before models are loaded.
///
/// The socket is bound but does not listen: a server that reuses addresses can still bind the port, and one that
/// listens already makes the reservation fail.
final class PortReservation {
    private let descriptor: Int32

    /// - Throws: `UsageError` that says why the address and port cannot be used.
    init(host: String, port: Int) throws {
        let address: SocketAddress
        do {
            address = try SocketAddress.makeAddressResolvingHost(host, port: port)
        } catch {
            throw UsageError("the host \(host) cannot be resolved: give an address of this machine.")
        }
        #if canImport(Darwin)
        let stream = SOCK_STREAM
        #else
        let stream = Int32(SOCK_STREAM.rawValue)
        #endif
        descriptor = socket(Int32(address.protocol.rawValue), stream, 0)
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        let status = address.withSockAddr { pointer, size in bind(descriptor, pointer, socklen_t(size)) }
        guard descriptor >= 0, status == 0 else {
            let code = errno
            close(descriptor)
            throw Self.failure(host: host, port: port, code: code)
        }
    }

    deinit { close(descriptor) }

    /// What a failed bind means.
    static func failure(host: String, port: Int, code: Int32) -> UsageError {
        switch code {
        case EADDRINUSE:
            UsageError("port \(port) of \(host) is in use: stop what listens there, or give another --port.")
        case EACCES: UsageError("port \(port) needs special rights: give a --port of 1024 or more.")
        case EADDRNOTAVAIL: UsageError("\(host) is no address of this machine: give another --host.")
        default: UsageError("cannot listen on port \(port) of \(host): \(String(cString: strerror(code))).")
        }
    }
}
