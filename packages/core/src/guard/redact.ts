/** Forms of secrets that are recognised by their own shape (provider keys, bearer tokens, JSON Web Tokens, URL passwords). */
const secretPatterns: readonly RegExp[] = [
  /\b(?:sk|pk|rk|ghp|gho|ghs|xox[abp]|AKIA|AIza)[-_A-Za-z0-9]{12,}/g,
  /\bBearer\s+[-._~+/A-Za-z0-9]{8,}=*/gi,
  /\beyJ[-_A-Za-z0-9]{8,}\.[-_A-Za-z0-9]{8,}\.[-_A-Za-z0-9]*/g,
  /(?<=:\/\/[^\s/:@]{0,200}:)[^\s/@]{1,200}(?=@)/g,
  /(?<=[?&](?:token|key|api_key|apikey|secret|password|authToken)=)[^&\s#]+/gi,
]

/** Text as it may appear in an event, a log or an error: secrets become `[redacted]`. Data is never passed through this. */
export function redactText(text: string): string {
  return secretPatterns.reduce((redacted, pattern) => redacted.replace(pattern, '[redacted]'), text)
}
