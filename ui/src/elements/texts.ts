import type elements from '../../locales/en/elements.json'
import { t, type Values } from '../shell/language.ts'

type Short<Key> = Key extends `elements.${infer Rest}` ? Rest : never
export type ElementText = Short<keyof typeof elements>

/** One of the few words that elements say by themselves, in the reader's language. */
export const text = (key: ElementText, values?: Values): string => t(`elements.${key}`, values)
