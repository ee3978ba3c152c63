// Units of each kind, by hand; whatever the bytes, they lie side by side and are all of them.
#include "check.h"
#include "text.h"

// The units of `text`, with | between.
static const char *cut(int32_t split, const char *text, int64_t bytes) {
  static char out[1024];
  const uint8_t *t = (const uint8_t *)text;
  size_t n = 0;
  for (int64_t at = 0; at < bytes;) {
    const int64_t end = gn_split_end(split, t, bytes, at);
    if (end <= at || end > bytes) return "no unit";
    if (at > 0) out[n++] = '|';
    for (; at < end; at++) out[n++] = text[at];
  }
  out[n] = '\0';
  return out;
}

#define CUT(split, text, want) CHECK_TEXT(cut(GN_SPLIT_##split, text, (int64_t)strlen(text)), want)

static void characters_and_bytes(void) {
  CUT(BYTES, "né", "n|\xC3|\xA9");
  CUT(CHARACTERS, "né字😀", "n|é|字|😀");
  CUT(CHARACTERS, "a\xFF\xE4\xB8z", "a|\xFF|\xE4|\xB8|z");
  CUT(WHOLE, "a b", "a b");
}

// Worked out from the pattern by hand.
static void pieces_of_gpt2(void) {
  CUT(GPT2, "Hello world", "Hello| world");
  CUT(GPT2, "I'm sure they'll've said it's 'sunny'", "I|'m| sure| they|'ll|'ve| said| it|'s| '|sunny|'");
  CUT(GPT2, "'sun 'Twas don'T", "'s|un| '|Twas| don|'|T");
  CUT(GPT2, "!'s", "!'|s");
  CUT(GPT2, "'", "'");
  CUT(GPT2, "'r", "'|r");
  CUT(GPT2, "abc123 4.5", "abc|123| 4|.|5");
  CUT(GPT2, "a   b", "a|  | b");
  CUT(GPT2, "a\n\nb", "a|\n|\n|b");
  CUT(GPT2, "a \n b\n", "a| \n| b|\n");
  CUT(GPT2, "a\tb", "a|\t|b");
  CUT(GPT2, "a  ", "a|  ");
  CUT(GPT2, " ", " ");
  CUT(GPT2, "  x = {};", " | x| =| {};");
  CUT(GPT2, "今天天气，很好。", "今天天气|，|很好|。");
  CUT(GPT2, "x²½٣ Ⅻ", "x|²½٣| Ⅻ");         // \p{N} is more than digits
  CUT(GPT2, "e\xCC\x81x", "e|\xCC\x81|x"); // a mark is no letter
  CUT(GPT2,
      "a\xC2\xA0\xC2\xA0"
      "b",
      "a|\xC2\xA0|\xC2\xA0|b"); // only U+0020 goes along
  CUT(GPT2,
      "a\xEF\xBB\xBF"
      "b\xC2\x85"
      "c",
      "a|\xEF\xBB\xBF|b|\xC2\x85|c"); // U+FEFF, a space; U+0085, none
  CUT(GPT2, "👩‍👩‍👧 👍🏽", "👩‍👩‍👧| 👍🏽");
  CUT(GPT2, "a\xFF\xFE!b", "a|\xFF\xFE!|b");
}

static void words(void) {
  CUT(WORDS, "Don't stop, O’Neil!", "Don't| |stop|,| |O’Neil|!");
  CUT(WORDS, "the dogs' 'bone'", "the| |dogs|'| |'|bone|'");
  CUT(WORDS, "pi = 3.14, 1,000.5.", "pi| |=| |3.14|,| |1,000.5|.");
  CUT(WORDS, "snake_case x2", "snake_case| |x2");
  CUT(WORDS, "我爱自然语言。GPT2真好", "我|爱|自|然|语|言|。|GPT2|真|好");
  CUT(WORDS, "ひらカタカナー 한국어", "ひ|ら|カタカナー| |한국어");
  CUT(WORDS, "cafe\xCC\x81s नमस्ते", "cafe\xCC\x81s| |नमस्ते");
  CUT(WORDS, "👩‍👩‍👧👍🏽❤️🇨🇳🇫🇷",
      "👩‍👩‍👧|👍🏽|❤️|🇨🇳|🇫🇷");
  CUT(WORDS, "a \n\t b\xFF\xFE", "a| \n\t |b|\xFF|\xFE");
}

// Every three bytes out of those that could mislead a reader.
static void nothing_is_lost(void) {
  static const uint8_t some[] = {0,    ' ',  '\n', 'a',  '\'', 's',  '1',  '.',
                                 0x80, 0xBF, 0xC2, 0xA0, 0xE2, 0x8D, 0xF0, 0xFF};
  enum { SOME = sizeof some };
  for (int32_t split = 0; split < gn_split_count(); split++)
    for (int32_t i = 0; i < SOME * SOME * SOME * SOME; i++) {
      const uint8_t text[] = {some[i % SOME], some[i / SOME % SOME], some[i / SOME / SOME % SOME],
                              some[i / SOME / SOME / SOME]};
      int32_t ends[sizeof text], last = 0;
      const int64_t n = gn_split_all(ends, split, text, sizeof text);
      for (int64_t k = 0; k < n; k++) {
        if (ends[k] <= last) CHECK_FAIL("%s: unit %d of text %d is empty", gn_split_name(split), (int)k, (int)i);
        last = ends[k];
      }
      CHECK_INT(last, sizeof text);
    }
  CHECK_INT(gn_split_all(NULL, GN_SPLIT_GPT2, NULL, 0), 0);
}

static void names(void) {
  for (int32_t i = 0; i < gn_split_count(); i++) CHECK_INT(gn_split_find(gn_split_name(i)), i);
  CHECK_TEXT(gn_split_name(GN_SPLIT_GPT2), "gpt2");
  CHECK_INT(gn_split_find("gpt"), -1);
}

int main(void) {
  RUN(characters_and_bytes);
  RUN(pieces_of_gpt2);
  RUN(words);
  RUN(nothing_is_lost);
  RUN(names);
  return check_done();
}
