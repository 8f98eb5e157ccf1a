/** Roles and availabilities by their number in the database. */
export const roles = ['agent', 'administrator'] as const
export const availabilities = ['online', 'offline', 'busy'] as const

export type Role = (typeof roles)[number]
export type Availability = (typeof availabilities)[number]

export const administrator = roles.indexOf('administrator')
export const agent = roles.indexOf('agent')

export const roleName = (role: number): Role => roles[role] ?? 'agent'
export const availabilityName = (availability: number): Availability => availabilities[availability] ?? 'offline'
