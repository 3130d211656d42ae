import { AssayError, isAssayError } from '@assay/store/error'
import type { PackedError } from './messages.js'

export function packError(error: unknown): PackedError {
  if (isAssayError(error)) {
    const { message, code, details, traits, hint } = error
    return { message, known: { code, details, traits, hint } }
  }
  return error instanceof Error ? { message: error.message, stack: error.stack } : { message: String(error) }
}

export function unpackError({ message, known, stack }: PackedError): Error {
  if (known !== undefined) return new AssayError({ ...known, message })
  const error = new Error(message)
  if (stack !== undefined) error.stack = stack
  return error
}
