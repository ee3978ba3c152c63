// Texts to begin with. Each says something about cutting: repetition, no spaces, characters of several code points.

export const SAMPLE_TEXTS = {
  english: `How much wood 🌲 would a woodchuck chuck
if a woodchuck could chuck wood?
He would chuck, he would, as much as he could,
and chuck as much wood as a woodchuck would
if a woodchuck could chuck wood.`,
  chinese: `吃葡萄不吐葡萄皮，不吃葡萄倒吐葡萄皮。
四是四，十是十，十四是十四，四十是四十。
黑化肥发灰，灰化肥发黑，黑化肥挥发会发黑，灰化肥挥发会发灰。`,
  emoji: `👋 → 👋🏽
👨 + 👩 + 👧 → 👨‍👩‍👧
🏳️ + 🌈 → 🏳️‍🌈
❤️ + 🔥 → ❤️‍🔥
🇨 + 🇳 → 🇨🇳
e + \u0301 → e\u0301`,
  code: `def count(tokens):
    seen = {}
    for token in tokens:
        seen[token] = seen.get(token, 0) + 1
    return sorted(seen, key=seen.get, reverse=True)

print(count("to be or not to be".split()))`,
  mixed: `The word “token” is 词元 in Chinese, トークン in Japanese, 토큰 in Korean, токен in Russian and رمز in Arabic.
A naïve café charges €2.50 for an espresso ☕, and π ≈ 3.14159.
我在 GitHub 上给 PyTorch 提了 3 个 issue 😅，已经 merge 了 2 个。`,
} as const;
