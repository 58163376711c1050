import ArgumentParser
import CommandSupport
import Foundation
import Logging
import NIOCore
import PocketTTS
import PocketTTSModels
import PocketTTSServer
import ServiceLifecycle

/// Serves speech over HTTP. `pocket-tts serve` replaces itself with this program.
@main
struct Serve: AsyncParsableCommand {
    static let configuration = ServeInformation.configuration

    @OptionGroup var flags: ServeFlags
    @OptionGroup var wyoming: WyomingFlags

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        FreedMemory.prepare()
        do {
            try await serve(try await ServeSettings(flags, wyoming))
        } catch {
            leave(report(error, of: ServeInformation.command))
        }
    }

    private func serve(_ settings: ServeSettings) async throws {
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        let logger = Self.logger(settings.logLevel)
        // A port in use is reported before models are loaded.
        var reservations = [try PortReservation(host: settings.server.host, port: settings.server.port)]
        if let wyoming = settings.wyoming {
            reservations.append(try PortReservation(host: wyoming.host, port: wyoming.port))
        }
        let models = try await ServedModels.load(settings, logger)
        let service = try SpeechService(
            models: models, limits: settings.limits, keys: settings.keys, trustedProxies: settings.trustedProxies,
            registry: .forSpeech(), logsTexts: settings.logsTexts, aliases: settings.aliases,
            listsVoicesOpenly: settings.listsVoicesOpenly, uploads: settings.uploads,
            administration: ServedModels.administration(settings, first: models[0], logger))
        try settings.uploads?.restore(models)
        try checkAliases(settings.aliases, service)
        let host = settings.server.host
        let server = SpeechServer(service: service, configuration: settings.server, logger: logger) { port in
            logger.info("listening", metadata: ["address": "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"])
        }
        var services: [any Service] = [server, FreedMemory()]
        if let wyoming = settings.wyoming {
            services.append(
                WyomingServer(service: service, configuration: wyoming, logger: logger) { port in
                    logger.info("listening for Wyoming", metadata: ["port": "\(port)"])
                })
        }
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = settings.drainTime
        do {
            reservations = []
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            // Another server was faster while models were loaded.
            throw PortReservation.failure(host: host, port: settings.server.port, code: error.errnoCode)
        } catch is CancellationError {
            logger.warning("sessions were cut off: they took longer than --drain-seconds")
        }
        logger.info("stopped")
    }

    /// A voice that is not there is reported now, and not to the first client that asks for it.
    private func checkAliases(_ aliases: [String: String], _ service: SpeechService) throws {
        let names = Set(service.models.flatMap(\.voiceNames))
        for (alias, voice) in aliases.sorted(by: { $0.key < $1.key }) where !names.contains(voice) {
            throw UsageError(
                "--voice-alias \(alias)=\(voice): there is no such voice, the voices are: "
                    + "\(names.sorted().joined(separator: ", ")).")
        }
    }

    private static func logger(_ level: Logger.Level) -> Logger {
        var logger = Logger(label: "pocket-tts")
        logger.logLevel = level
        return logger
    }
}
