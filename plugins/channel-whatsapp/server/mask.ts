const dots = '••••••••'

/** What stands in for a secret that is set, so that forms can show that it is. */
export const masked = dots

/** Whether a form sent back what it was shown in place of a secret. */
export const isMasked = (value: unknown): boolean => typeof value === 'string' && value.includes('••')
