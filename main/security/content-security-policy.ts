/**
 * What the page may load: its own files and nothing else, no inline code, no inline styles, no frames, no forms.
 * Sent as a header with every file of app://, so no page can leave it out.
 */

export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types vue'
].join('; ')
