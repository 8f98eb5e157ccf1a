const dots = '••••'

/** What stands in for a secret, so that forms can show that one is set, and a long one so that people can tell which. */
export const mask = (secret: string): string => (secret.length >= 24 ? dots + secret.slice(-4) : dots)

/** Whether a form sent back what it was shown in place of a secret. */
export const isMasked = (value: unknown): boolean => typeof value === 'string' && value.startsWith(dots)
