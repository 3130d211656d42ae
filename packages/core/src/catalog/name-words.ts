import { foldText } from './fold-text.js'

/** Folded words of a name or any text: cut at spaces, signs, and humps (`fireRating`, `IfcDoor`, `snake_case`). */
export function splitWords(text: string): string[] {
  return text
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}\p{M}²³$€£%°#]+/u)
    .map(foldText)
    .filter((word) => word !== '')
}
