import type { Middleware } from 'koa'

const always = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), payment=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  // What is no page of ours runs nothing and is shown in no frame; pages and files set their own.
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
}

/** Safe defaults for every answer. `secure`: the installation is reached over TLS. */
export const securityHeaders =
  (secure: boolean): Middleware =>
  (context, next) => {
    context.set(always)
    if (secure) context.set('Strict-Transport-Security', 'max-age=31536000')
    return next()
  }
