/**
 * What is equal for two paths that some file system takes for one: letter case and Unicode form do not count (APFS, NTFS, HFS+,
 * case-folding ext4), nor do characters that are not shown, such as the zero-width joiner. Stricter than each of them.
 */
export function foldPath(path: string): string {
  // Most names, and far quicker.
  if (/^[ -~]*$/u.test(path)) return path.toUpperCase();
  return path
    .normalize("NFD")
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, "")
    .toUpperCase()
    .normalize("NFC");
}
