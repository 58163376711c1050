# Untested: nobody has built this on macOS yet. Replace the address, VERSION and SHA256 by those of a release.
class PocketTts < Formula
  desc "Text to speech on the CPU, streamed while it is computed"
  homepage "https://github.com/pocket-tts/pocket-tts-swift"
  url "https://github.com/pocket-tts/pocket-tts-swift/archive/refs/tags/VERSION.tar.gz"
  sha256 "SHA256"
  license "MIT"

  depends_on xcode: ["16.3", :build]
  depends_on "pkgconf" => :build
  depends_on "flac"
  depends_on "lame"
  depends_on "libebur128"
  depends_on "libopusenc"
  depends_on "libsndfile"
  depends_on "libsonic"
  depends_on "libsoxr"
  depends_on "libzip"
  depends_on macos: :sequoia

  def install
    %w[pocket-tts-server pocket-tts pockettts].each do |product|
      system "swift", "build", "--disable-sandbox", "-c", "release", "--product", product
    end
    # The programs look for their resources beside themselves.
    libexec.install ".build/release/pocket-tts", ".build/release/pocket-tts-server", ".build/release/libpockettts.dylib"
    libexec.install Dir[".build/release/*.bundle"]
    bin.install_symlink libexec/"pocket-tts"
    lib.install_symlink libexec/"libpockettts.dylib"
    include.install "Shims/CPocketTTS/include/pocket_tts.h"
    generate_completions_from_executable(bin/"pocket-tts", "--generate-completion-script")
  end

  test do
    system bin/"pocket-tts", "generate", "Hello world.", "-o", "hello.wav"
    assert_predicate testpath/"hello.wav", :exist?
  end
end
