// Patterns of paths: `*` and `?` within one name, `**` across folders, `{a,b}` for either.

export function matchesGlob(path: string, pattern: string): boolean {
  const key = pattern.replaceAll('\\', '/').replace(/^\.\//, '');
  // A folder stands for everything below it.
  return new RegExp(`^(?:${source(key.replace(/\/$/, '/**'))})$`, 'u').test(
    path.replaceAll('\\', '/').replace(/^\.\//, ''),
  );
}

function source(pattern: string): string {
  let result = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!;
    if (character === '*' && pattern[at + 1] === '*') {
      const wholeName = (at === 0 || pattern[at - 1] === '/') && pattern[at + 2] === '/';
      result += wholeName ? '(?:.*/)?' : '.*';
      at += wholeName ? 2 : 1;
    } else if (character === '*') result += '[^/]*';
    else if (character === '?') result += '[^/]';
    else if (character === '{' && pattern.includes('}', at)) {
      depth++;
      result += '(?:';
    } else if (character === '}' && depth > 0) {
      depth--;
      result += ')';
    } else if (character === ',' && depth > 0) result += '|';
    else result += character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  }
  return result + ')'.repeat(depth);
}
