import {
  useEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type ReactNode,
  type RefObject,
} from "react";
import { MailFrame, type FrameLink } from "./mail-frame.tsx";

/**
 * A mail laid out at the width of a mail program and shrunk to the place there is. `children` lie above it in the
 * coordinates of the mail; `onLinks` hands out where its links lie once it is laid out.
 */
export function ScaledMail(props: {
  html: string;
  /** Pixels the mail is laid out for. */
  width: number;
  dark?: boolean;
  withoutImages?: boolean;
  title?: string;
  /** Cuts the picture off after so many pixels of this page (thumbnails). */
  cropAt?: number;
  onLinks?: (links: FrameLink[]) => void;
  children?: ReactNode;
}): ReactNode {
  const outer = useSize();
  const inner = useSize();
  const scale = outer.width > 0 ? Math.min(1, outer.width / props.width) : 0;
  const dark = props.dark ?? false;
  const html = useMemo(() => inScheme(props.html, dark), [props.html, dark]);
  return (
    <div
      ref={outer.ref}
      className="k-scaled"
      style={{ height: Math.min(props.cropAt ?? Infinity, Math.ceil(inner.height * scale)) }}
    >
      <div
        ref={inner.ref}
        className="k-scaled-inner"
        style={{ width: props.width, "--k-scale": scale } as CSSProperties}
      >
        <MailFrame
          html={html}
          dark={dark}
          {...(props.withoutImages === undefined ? {} : { withoutImages: props.withoutImages })}
          {...(props.title === undefined ? {} : { title: props.title })}
          {...(props.onLinks === undefined ? {} : { onLinks: props.onLinks })}
        />
        {props.children}
      </div>
    </div>
  );
}

/** Width and height an element is laid out with, whatever it is shrunk to. */
function useSize(): { ref: RefObject<HTMLDivElement | null>; width: number; height: number } {
  const ref = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.offsetWidth, height: element.offsetHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, ...size };
}

/**
 * Decides the mail's questions for the colour scheme by the chosen one: browsers answer them by the scheme of the
 * operator's own system, also inside a frame.
 */
function inScheme(html: string, dark: boolean): string {
  const always = "(min-width:0px)";
  const never = "(max-width:0px)";
  return html.replace(/\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi, (_, scheme: string) =>
    (scheme.toLowerCase() === "dark") === dark ? always : never,
  );
}
