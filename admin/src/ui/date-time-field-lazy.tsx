import { Skeleton } from "@mantine/core";
import { lazy, Suspense, type ReactNode } from "react";

export interface DateTimeFieldProps {
  label: string;
  /** Without one the time zone of the account is shown. */
  description?: ReactNode;
  /** Instant, ISO 8601 in UTC, or null. Shown and entered in the time zone of the account. */
  value: string | null;
  onChange: (value: string | null) => void;
  min?: string;
  required?: boolean;
  disabled?: boolean;
  error?: ReactNode;
}

const Field = lazy(() => import("./date-time-field.tsx"));

/** Day and time in the account's time zone. Its code is fetched when first shown. */
export function DateTimeField(props: DateTimeFieldProps): ReactNode {
  return (
    <Suspense fallback={<Skeleton height={64} radius="md" />}>
      <Field {...props} />
    </Suspense>
  );
}
