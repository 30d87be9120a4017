// Text as the words it is found by: split where names are, in lower case, without endings.

const unsaid: ReadonlySet<string> = new Set(
  [
    "a an all and any are as at be by can do for from how i in is it its me my",
    "of on or our that the their there this to use using want we what which",
    "with you your",
  ]
    .join(" ")
    .split(" "),
);

const irregular: Readonly<Record<string, string>> = {
  analyses: "analysis",
  children: "child",
  criteria: "criterion",
  ids: "id",
  indices: "index",
  ips: "ip",
  people: "person",
  // Not what `set` does.
  setting: "setting",
  settings: "setting",
  statuses: "status",
};

/** `getUserIDs of the team` gives `get`, `user`, `id`, `team`. */
export function wordsOf(text: string): readonly string[] {
  return text
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu}s?)(?=\p{Lu}\p{Ll}{2})/gu, "$1 ")
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== "" && !unsaid.has(word))
    .map(stem);
}

/** The same for `delete`, `deletes`, `deleting` and `deletion`; not always a word. */
export function stem(word: string): string {
  if (Object.hasOwn(irregular, word)) return irregular[word] ?? word;
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  const one = singular(word);
  const verb = one.replace(/ations?$/, (end, at: number) =>
    at >= 5 ? "" : end.replace(/ions?$/, ""),
  );
  const base = verb
    .replace(/(?<=[a-z]{3}[st])ion$/, "")
    .replace(/(?<=^(?=[a-z]*[aeiouy])[a-z]{3,})(ing|ed)$/, "")
    .replace(/([b-df-hj-kmnp-rtv-z])\1$/, "$1");
  const bare = base.replace(/(?<=[a-z]{3})e$/, "");
  return bare.length >= 7 ? bare.replace(/at$/, "") : bare;
}

function singular(word: string): string {
  if (/(ss|us|is)$/.test(word)) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(x|ch|sh|ss|z)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith("s") ? word.slice(0, -1) : word;
}
