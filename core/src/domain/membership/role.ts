/** Roles and availabilities by their number in the database. */
export const roles = ['agent', 'administrator'] as const
export const availabilities = ['online', 'offline', 'busy'] as const

export type Role = (typeof roles)[number]
export type Availability = (typeof availabilities)[number]

export const administrator = roles.indexOf('administrator')
export const agent = roles.indexOf('agent')

export const roleName = (role: number): Role => roles[role] ?? 'agent'
/**
 * How available somebody is: what they chose, or offline while nothing of theirs is open and they want that. `live` may
 * lag behind a change of the choice in an open transaction; only its being there counts.
 */
export function effectiveAvailability(
  { availability, autoOffline }: { availability: number; autoOffline: boolean },
  live: Availability | undefined,
): Availability {
  const isHere = live !== undefined && live !== 'offline'
  return isHere || !autoOffline ? availabilityName(availability) : 'offline'
}

export const availabilityName = (availability: number): Availability => availabilities[availability] ?? 'offline'
