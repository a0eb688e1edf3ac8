/** Only a path of this workplace: an address brought along must not lead elsewhere. */
export function ownPath(back: string | undefined): string {
  if (!back || !/^\/(?![/\\])/.test(back) || back.startsWith("/login")) return "/";
  return back;
}
