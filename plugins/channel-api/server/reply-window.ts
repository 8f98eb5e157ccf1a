/** Hours after the last incoming message in which agents may answer; undefined: always. */
export function replyWindow(settings: Record<string, unknown>): number | undefined {
  const { agent_reply_time_window: hours } = (settings.additional_attributes ?? {}) as Record<string, unknown>
  const number = typeof hours === 'string' && hours.trim() !== '' ? Number(hours) : hours
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : undefined
}
