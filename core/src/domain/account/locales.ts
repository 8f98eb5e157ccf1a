/** Languages that an account can speak, as the contract names them. */
export const locales = [
  ...['en', 'ar', 'nl', 'fr', 'de', 'it', 'ja', 'ko', 'pt', 'ru', 'es', 'ml', 'ca', 'el', 'pt_BR', 'ro', 'ta', 'fa'],
  ...['zh_TW', 'vi', 'da', 'tr', 'cs', 'fi', 'id', 'sv', 'hu', 'no', 'zh_CN', 'pl', 'sk', 'uk', 'th', 'lv', 'is', 'he'],
  ...['lt', 'sr', 'bg'],
]
