/** The six hues of labels and avatars. Each has a soft fill and a text colour in both themes. */
export const hues = ['cord', 'plum', 'clay', 'moss', 'dusk', 'sky'] as const
export type Hue = (typeof hues)[number]

/** The colour that is stored for a hue: the wire knows hexadecimal colours only. */
export const hueColors: Record<Hue, string> = {
  cord: '#006372',
  plum: '#863668',
  clay: '#8b4625',
  moss: '#505f25',
  dusk: '#544d99',
  sky: '#165b9c',
}

/** The hue a stored colour stands for, when it is one of ours. */
export const hueOf = (color: string): Hue | undefined => hues.find((hue) => hueColors[hue] === color.toLowerCase())

/** The same hue for the same name, everywhere. */
export function hueFor(name: string): Hue {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0
  return hues[sum % hues.length] ?? 'cord'
}
