const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a file where a folder should be',
  EISDIR: 'a folder',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'a file system that is only read',
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'no space left of what this user may take up',
  EFBIG: 'a file that may not grow any larger',
  ENAMETOOLONG: 'a name that is too long',
  EMFILE: 'too many open files',
  EEXIST: 'something that is there already',
};

/** What the file system said, in words, with its own code behind; null for what no file system says. */
export function fileFault(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  if (code === null || !/^E[A-Z0-9]+$/.test(code)) return null;
  return `${WORDS[code] ?? 'an error'} (${code})`;
}
