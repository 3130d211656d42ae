/** Kinds of a value, as column-batch.ts names them. */
const kindNull: i32 = 1
const kindFalse: i32 = 2
const kindTrue: i32 = 3
export const kindNumber: i32 = 4
export const kindExact: i32 = 5
export const kindText: i32 = 6
export const kindEscaped: i32 = 7
export const kindJson: i32 = 8

/** Which of `null`, `false` and `true` stands at `at`; 0: none. */
export function wordKind(at: i32): i32 {
  const word = load<i32>(at)
  if (word === 0x6c6c756e) return kindNull
  if (word === 0x65757274) return kindTrue
  return word === 0x736c6166 && load<u8>(at, 4) === 0x65 ? kindFalse : 0
}

export function wordSize(kind: i32): i32 {
  return kind === kindFalse ? 5 : 4
}
