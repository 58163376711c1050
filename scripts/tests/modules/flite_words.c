// What flite says, and when: reads a sentence a line from stdin, writes its audio to FOLDER/<number of the line>.wav
// and a line of JSON to stdout, [["word", start, end], ...] in seconds.
//   cc -O2 flite_words.c -o flite_words -lflite_{cmu_us_slt,cmu_us_rms,usenglish,cmulex} -lflite -lm
//   flite_words slt|rms FOLDER < sentences
#include <flite/flite.h>
#include <stdio.h>
#include <string.h>

cst_voice *register_cmu_us_slt(const char *folder);
cst_voice *register_cmu_us_rms(const char *folder);

// The word that a phone belongs to; none in a pause.
static const cst_item *word_of(const cst_item *phone) {
    const cst_item *in_syllable = item_as(phone, "SylStructure");
    const cst_item *syllable = in_syllable ? item_parent(in_syllable) : NULL;
    return syllable ? item_parent(syllable) : NULL;
}

static void write_words(cst_utterance *utterance) {
    const char *separator = "";
    float start = 0;
    putchar('[');
    for (const cst_item *phone = relation_head(utt_relation(utterance, "Segment")); phone;) {
        const cst_item *word = word_of(phone);
        float end = start;
        for (; phone; phone = item_next(phone)) {
            const cst_item *of_this = word_of(phone);
            if (word ? !of_this || !item_equal(word, of_this) : of_this != NULL) break;
            end = item_feat_float(phone, "end");
        }
        if (word) {
            printf("%s[\"%s\", %.3f, %.3f]", separator, item_feat_string(word, "name"), start, end);
            separator = ", ";
        }
        start = end;
    }
    puts("]");
}

int main(int argc, char **argv) {
    if (argc != 3) return fprintf(stderr, "usage: flite_words slt|rms FOLDER < sentences\n"), 64;
    flite_init();
    cst_voice *voice = strcmp(argv[1], "rms") == 0 ? register_cmu_us_rms(NULL) : register_cmu_us_slt(NULL);
    char line[4096], path[4096];
    for (int number = 0; fgets(line, sizeof line, stdin); number++) {
        line[strcspn(line, "\n")] = 0;
        cst_utterance *utterance = flite_synth_text(line, voice);
        if (utterance == NULL) return 70;
        snprintf(path, sizeof path, "%s/%d.wav", argv[2], number);
        if (cst_wave_save_riff(utt_wave(utterance), path) != 0) return 74;
        write_words(utterance);
        delete_utterance(utterance);
    }
    return 0;
}
