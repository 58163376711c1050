import CFLAC
import CLAME
import COpusEnc
import CSndFile
import CSoxr

/// The libraries that audio is read and written with.
public enum AudioLibraries {
    /// Each library's name and version, as it states them itself.
    public static var versions: [String] {
        [
            sf_version_string().map { String(cString: $0) } ?? "libsndfile",
            soxr_version().map { String(cString: $0) } ?? "libsoxr",
            "LAME " + (get_lame_version().map { String(cString: $0) } ?? ""),
            "libFLAC " + (pocket_flac_version().map { String(cString: $0) } ?? ""),
            ope_get_version_string().map { String(cString: $0) } ?? "libopusenc",
        ]
    }
}
