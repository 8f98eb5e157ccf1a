/** What the decision needs of a health answer; undefined where the read failed. */
export interface RegistrationHealth {
  code_verification_status?: string | null
  platform_type?: string | null
  throughput?: { level?: string | null } | null
}

/**
 * The plain rule, without patience: register what is not verified, or verified and nowhere registered. When to wait, when
 * to ask a person and how often to try is `decide`'s.
 */
export function shouldRegister(verified: RegistrationHealth | undefined, health = verified): boolean {
  if (verified?.code_verification_status !== 'VERIFIED') return true
  return health?.platform_type === 'NOT_APPLICABLE' || health?.throughput?.level === 'NOT_APPLICABLE'
}
