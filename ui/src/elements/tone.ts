import circleAlert from 'lucide-static/icons/circle-alert.svg?raw'
import circleCheck from 'lucide-static/icons/circle-check.svg?raw'
import circleMinus from 'lucide-static/icons/circle-minus.svg?raw'
import info from 'lucide-static/icons/info.svg?raw'
import octagonX from 'lucide-static/icons/octagon-x.svg?raw'
import triangleAlert from 'lucide-static/icons/triangle-alert.svg?raw'
import { registerIcons } from './icons.ts'

/** Colour, icon and words always say the same three times; a tone fixes the first two. */
export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'info'

export const toneIcon: Record<Tone, string> = {
  neutral: circleMinus,
  good: circleCheck,
  warn: triangleAlert,
  bad: octagonX,
  info,
}

registerIcons({ circleAlert, circleCheck, circleMinus, info, octagonX, triangleAlert })
