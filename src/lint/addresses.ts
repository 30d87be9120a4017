// Which addresses mean the machine itself.

export function isLoopback(host: string): boolean {
  return /^(?:localhost|127\.0\.0\.1|::1|\[::1\])$/i.test(host);
}

export function isLoopbackUrl(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?=[:/?#]|$)/i.test(url);
}
