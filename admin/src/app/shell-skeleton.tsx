import { Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import { PageSkeleton } from "../ui/page.tsx";
import { BrandMark } from "../ui/brand.tsx";

/** The shell while it is not yet known who is there. */
export function ShellSkeleton(): ReactNode {
  return (
    <div className="s-shell" aria-busy="true">
      <div className="s-side">
        <span className="s-brand">
          <BrandMark />
          Klarpost
        </span>
        <div className="s-nav">
          {Array.from({ length: 6 }, (_, index) => (
            <Skeleton key={index} height={16} width="70%" m="12px 8px" />
          ))}
        </div>
      </div>
      <div className="s-main">
        <div className="s-bar" />
        <PageSkeleton />
      </div>
    </div>
  );
}
