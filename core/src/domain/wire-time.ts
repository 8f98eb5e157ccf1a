/** A stored time: raw JSON columns carry text, driver columns a Date. */
export type StoredTime = string | Date | null | undefined

const milliseconds = (time: string | Date): number => (time instanceof Date ? time.getTime() : Date.parse(time))

/** Unix seconds; a time that is not there is 0 on the wire. */
export const seconds = (time: StoredTime): number => (time ? Math.floor(milliseconds(time) / 1000) : 0)

/** Unix seconds with fraction. */
export const preciseSeconds = (time: StoredTime): number => (time ? milliseconds(time) / 1000 : 0)

/** ISO 8601 in UTC with three decimals, or null. */
export const iso = (time: StoredTime): string | null => (time ? new Date(milliseconds(time)).toISOString() : null)
