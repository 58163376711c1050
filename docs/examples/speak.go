// Speaks a text into a file of 32-bit floats.
//
//	go run speak.go "Hello world." hello.f32
package main

/*
#cgo LDFLAGS: -lpockettts
#include <pocket_tts.h>
#include <stdlib.h>
*/
import "C"

import (
	"fmt"
	"os"
	"runtime"
	"unsafe"
)

func check(code C.pocket_tts_code) C.pocket_tts_code {
	if code < 0 {
		fmt.Fprintln(os.Stderr, C.GoString(C.pocket_tts_error_text()))
		os.Exit(1)
	}
	return code
}

func main() {
	// The text of an error belongs to the thread of the call.
	runtime.LockOSThread()
	var model C.pocket_tts_model
	var voice C.pocket_tts_voice
	var stream C.pocket_tts_stream
	check(C.pocket_tts_model_open(nil, nil, &model))
	defer C.pocket_tts_model_close(model)
	check(C.pocket_tts_voice_open(model, nil, &voice))
	defer C.pocket_tts_voice_close(voice)

	text := C.CString(os.Args[1])
	defer C.free(unsafe.Pointer(text))
	check(C.pocket_tts_stream_open(model, voice, text, nil, &stream))
	defer C.pocket_tts_stream_close(stream)

	file, err := os.Create(os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer file.Close()
	samples := make([]C.float, 1920)
	var count C.size_t
	for check(C.pocket_tts_stream_read(stream, &samples[0], C.size_t(len(samples)), &count)) == C.POCKET_TTS_OK {
		file.Write(unsafe.Slice((*byte)(unsafe.Pointer(&samples[0])), 4*int(count)))
	}
}
