import { useEffect, useRef, type RefObject } from "react";

/** Whoever asked for a field goes on in it: it has the focus once it is there. */
export function useFirstFocus(wanted: boolean): RefObject<HTMLInputElement | null> {
  const ref = useRef<HTMLInputElement>(null);
  const isWanted = useRef(wanted);
  useEffect(() => {
    if (isWanted.current) ref.current?.focus();
    isWanted.current = false;
  }, []);
  return ref;
}
