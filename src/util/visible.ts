// Text of a document made safe for a terminal: control characters, bidirectional overrides and the like are spelled out.

// C0, DEL, C1; soft hyphen; zero-width and bidi controls; line and paragraph separators; byte order mark; tags.
const hidden =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Cs}/u;
/** Nearly every text, and found out in a tenth of the time: nothing in it but ASCII that is seen. */
const plain = /^[ -~]*$/;

const everyHidden = new RegExp(hidden.source, 'gu');
const plainJson = /^[ -~\n]*$/;
const hiddenInJson = new RegExp(hidden.source.replace('\\u0000-\\u001f', ''), 'gu');

export function isHidden(character: string): boolean {
  return hidden.test(character);
}

/** One line of text without anything a terminal would obey: `\n` becomes a backslash and an `n`. */
export function visible(text: string): string {
  return plain.test(text) ? text : text.replace(everyHidden, escapeHidden);
}

export function escapeHidden(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  const point = character.codePointAt(0) ?? 0;
  return `\\u{${point.toString(16)}}`;
}

/** JSON that is also safe to show: the same value, with hidden characters as `\uXXXX`. */
export function visibleJson(value: unknown, indent?: number): string {
  // It has no control characters but the ends of its own lines.
  const text = JSON.stringify(value, undefined, indent);
  return plainJson.test(text)
    ? text
    : text.replace(hiddenInJson, (character) =>
        [...Array(character.length).keys()]
          .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
          .join(''),
      );
}
