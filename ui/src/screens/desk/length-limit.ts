const usual = 10_000

// The channels' own limits, in characters.
const limits: Record<string, number> = {
  'Channel::Whatsapp': 4096,
  'Channel::Telegram': 4096,
  'Channel::FacebookPage': 2000,
  'Channel::Instagram': 1000,
  'Channel::Line': 2000,
  'Channel::Sms': 320,
  'Channel::TwilioSms': 320,
  'Channel::Email': 25_000,
}

/** How long a message of a channel may be. */
export const lengthLimit = (channel: string | undefined): number => limits[channel ?? ''] ?? usual
