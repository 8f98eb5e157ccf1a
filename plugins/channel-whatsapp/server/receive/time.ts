import { number } from '../json.ts'

const day = 86_400_000

/** The provider's clock (seconds, as text) as ISO 8601; the time of arrival where it cannot be right. */
export function timeOf(seconds: unknown, receivedAt: string): string {
  const milliseconds = (number(seconds) ?? 0) * 1000
  if (milliseconds <= 0 || milliseconds > Date.parse(receivedAt) + day) return receivedAt
  return new Date(milliseconds).toISOString()
}
