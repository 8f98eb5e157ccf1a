import { describe, expect, it } from 'vitest'
import { shouldRegister } from './should-register.ts'

describe('the plain rule', () => {
  const verified = {
    code_verification_status: 'VERIFIED',
    platform_type: 'CLOUD_API',
    throughput: { level: 'STANDARD' },
  }

  it.each([
    ['not verified', { ...verified, code_verification_status: 'NOT_VERIFIED' }, undefined, true],
    ['whose verification could not be read', undefined, verified, true],
    ['without a platform', verified, { ...verified, platform_type: 'NOT_APPLICABLE' }, true],
    ['without throughput', verified, { ...verified, throughput: { level: 'NOT_APPLICABLE' } }, true],
    ['that is all there', verified, verified, false],
    ['whose fields are missing', verified, {}, false],
    ['with words nobody knows', verified, { platform_type: 'MOON', throughput: { level: 'WARP' } }, false],
  ])('a number %s', (_, first, second, expected) => {
    expect(shouldRegister(first, second)).toBe(expected)
  })

  it('does not register a verified number whose health could not be read', () => {
    expect(shouldRegister({ code_verification_status: 'VERIFIED' })).toBe(false)
  })
})
