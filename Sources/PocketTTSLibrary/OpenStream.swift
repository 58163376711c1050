import Dispatch
import PocketTTS
import Synchronization

/// Speech that a thread reads. A task of its own takes an event from the engine whenever a reader wants one.
final class OpenStream: Sendable {
    private struct State {
        var samples: [Float] = []
        /// Samples of these that have been read.
        var read = 0
        var words: [WordTime] = []
        /// How the stream ended.
        var end: Result<Void, any Error>?
    }

    private let state = Mutex(State())
    /// Held by the thread that reads.
    private let reading = Mutex(())
    private let arrived = DispatchSemaphore(value: 0)
    private let requests: AsyncStream<Void>.Continuation
    private let task = Mutex<Task<Void, Never>?>(nil)

    /// - Parameter model: stays open as long as the stream.
    init(_ model: OpenModel, text: String, voice: Voice?, options: SpeechOptions) throws {
        let (wanted, requests) = AsyncStream.makeStream(of: Void.self)
        self.requests = requests
        let started = Mutex<Result<Void, any Error>?>(nil)
        let isStarted = DispatchSemaphore(value: 0)
        let task = Task.detached { [self] in
            do {
                let events = try await model.synthesizer.events(text, voice: voice, options: options)
                started.withLock { $0 = .success(()) }
                isStarted.signal()
                try await deliver(events, wanted)
            } catch {
                started.withLock { $0 = $0 ?? .failure(error) }
                isStarted.signal()
                end(.failure(error))
            }
        }
        self.task.withLock { $0 = task }
        isStarted.wait()
        try started.withLock { $0 }?.get()
    }

    private func deliver(_ events: AsyncThrowingStream<SpeechEvent, any Error>, _ wanted: AsyncStream<Void>)
        async throws
    {
        var events = events.makeAsyncIterator()
        for await _ in wanted {
            guard let event = try await events.next() else { break }
            state.withLock { state in
                switch event {
                case .audio(let chunk):
                    state.samples.removeFirst(state.read)
                    state.read = 0
                    state.samples += chunk.samples
                case .word(let word): state.words.append(word)
                case .chunkStarted, .chunkFinished, .failure, .retry, .mark: break
                }
            }
            arrived.signal()
        }
        // A cancelled stream may just end.
        end(Task.isCancelled ? .failure(CancellationError()) : .success(()))
    }

    private func end(_ result: Result<Void, any Error>) {
        state.withLock { $0.end = $0.end ?? result }
        arrived.signal()
    }

    /// Blocks until there are samples.
    /// - Returns: how many were written; 0 at the end.
    func read(into buffer: UnsafeMutableBufferPointer<Float>) throws -> Int {
        try reading.withLock { _ in
            while true {
                if let count = try take(buffer) { return count }
                requests.yield()
                arrived.wait()
            }
        }
    }

    /// `nil`: there are no samples yet.
    private func take(_ buffer: UnsafeMutableBufferPointer<Float>) throws -> Int? {
        try state.withLock { state in
            if case .failure(let error) = state.end { throw error }
            let count = min(state.samples.count - state.read, buffer.count)
            guard count > 0 else { return state.end == nil ? nil : 0 }
            _ = buffer.update(from: state.samples[state.read..<state.read + count])
            state.read += count
            return count
        }
    }

    /// The next word that is known; `isOver` says whether there will be no more.
    func word() throws -> (word: WordTime?, isOver: Bool) {
        try state.withLock { state in
            if case .failure(let error) = state.end { throw error }
            guard state.words.isEmpty else { return (state.words.removeFirst(), false) }
            return (nil, state.end != nil)
        }
    }

    func cancel() {
        end(.failure(CancellationError()))
        task.withLock { $0 }?.cancel()
    }
}
