import type { ReactNode } from "react";

/** The sign of Klarpost: a letter on petrol. */
export function BrandMark({ size = 26 }: { size?: number }): ReactNode {
  return (
    <svg viewBox="0 0 26 26" width={size} height={size} aria-hidden="true">
      <rect width="26" height="26" rx="6" fill="var(--accent)" />
      <path
        d="M6 9h14v9.5H6zM6 9.5l7 5.5 7-5.5"
        fill="none"
        stroke="var(--accent-ink)"
        strokeWidth="1.6"
        strokeLinejoin="round"
      />
    </svg>
  );
}
