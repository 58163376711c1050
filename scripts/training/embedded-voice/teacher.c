// The teacher: flite's front end and its statistical voices, without the last stage. Reads one sentence a line from
// stdin and writes, for each, a block to stdout:
//   a text line   "<frames> <channels> <phones>"
//   phones lines  "<name> <end in seconds> <word> <stress> <word's text>"     (word is -1 in a pause)
//   frames * channels float32: F0 in Hz (0 = unvoiced), then the mel-cepstrum, a row every 5 ms
// Flite would filter these rows to audio next; that costs most of its time, and training wants the rows.
//   cc -O2 teacher.c -o teacher -lflite_cmu_us_slt -lflite_cmu_us_rms -lflite_usenglish -lflite_cmulex -lflite -lm
//   teacher slt|rms < sentences
#include <flite/cst_cg.h>
#include <flite/flite.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

cst_voice *register_cmu_us_slt(const char *folder);
cst_voice *register_cmu_us_rms(const char *folder);

static float *rows;
static int row_count, channel_count;

// Takes the place of flite's function of this name: keeps the parameters and makes no audio.
cst_wave *mlsa_resynthesis(const cst_track *track, const cst_track *strengths, cst_cg_db *voice,
                           cst_audio_streaming_info *streaming, int coefficients) {
    (void)strengths, (void)voice, (void)streaming, (void)coefficients;
    row_count = track->num_frames;
    channel_count = track->num_channels;
    float *grown = realloc(rows, sizeof(float) * (size_t)row_count * (size_t)channel_count);
    if (grown == NULL) exit(70);
    rows = grown;
    for (int i = 0; i < row_count; i++)
        memcpy(rows + (size_t)i * (size_t)channel_count, track->frames[i], sizeof(float) * (size_t)channel_count);
    cst_wave *wave = new_wave();
    cst_wave_resize(wave, 16, 1);
    wave->sample_rate = 16000;
    return wave;
}

static void write_phones(cst_utterance *utterance) {
    int count = 0, word_index = -1;
    const cst_item *last = NULL;
    for (cst_item *s = relation_head(utt_relation(utterance, "Segment")); s; s = item_next(s)) count++;
    printf("%d %d %d\n", row_count, channel_count, count);
    for (cst_item *s = relation_head(utt_relation(utterance, "Segment")); s; s = item_next(s)) {
        const cst_item *in_syllable = item_as(s, "SylStructure");
        const cst_item *syllable = in_syllable ? item_parent(in_syllable) : NULL;
        const cst_item *word = syllable ? item_parent(syllable) : NULL;
        if (word && (!last || !item_equal(word, last))) word_index++, last = word;
        printf("%s %.3f %d %s %s\n", item_feat_string(s, "name"), item_feat_float(s, "end"), word ? word_index : -1,
               syllable ? ffeature_string(syllable, "stress") : "0", word ? item_feat_string(word, "name") : "-");
    }
}

int main(int argc, char **argv) {
    if (argc != 2) return fprintf(stderr, "usage: teacher slt|rms < sentences\n"), 64;
    flite_init();
    cst_voice *voice = strcmp(argv[1], "rms") == 0 ? register_cmu_us_rms(NULL) : register_cmu_us_slt(NULL);
    char line[4096];
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        row_count = 0;
        cst_utterance *utterance = flite_synth_text(line, voice);
        if (utterance == NULL) return 70;
        write_phones(utterance);
        fwrite(rows, sizeof(float), (size_t)row_count * (size_t)channel_count, stdout);
        delete_utterance(utterance);
    }
    return 0;
}
