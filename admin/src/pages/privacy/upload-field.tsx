import { useState, type ReactNode } from "react";
import { api, useApiMutation } from "../../api/index.ts";
import { FileDrop, showDone } from "../../ui/index.ts";

interface Props {
  /** Where the file goes, below /api/v1. */
  path: string;
  /** Paths whose answers are others afterwards. */
  invalidates: string[];
  label: string;
  text: string;
  accept: string;
  maxBytes: number;
  done: string;
  /** A refusal in words. */
  wordsOf: (problem: Error) => string;
}

/** Takes a file and uploads it at once, with its progress; a refusal stands at the field. */
export function UploadField({ path, invalidates, done, wordsOf, ...field }: Props): ReactNode {
  const [file, setFile] = useState<File | null>(null);
  const [progress, setProgress] = useState<number>();
  const [error, setError] = useState<string>();
  const upload = useApiMutation(
    (chosen: File) => api.upload(path, chosen, { onProgress: setProgress }),
    {
      invalidates,
      onSuccess: () => showDone(done),
      onError: (problem) => setError(wordsOf(problem)),
    },
  );
  const take = (chosen: File | null): void => {
    setFile(chosen);
    setError(undefined);
    if (!chosen) return;
    upload.mutate(chosen, {
      onSettled: () => {
        setFile(null);
        setProgress(undefined);
      },
    });
  };
  return (
    <FileDrop
      {...field}
      file={file}
      onFile={take}
      {...(progress === undefined ? {} : { progress })}
      {...(error === undefined ? {} : { error })}
    />
  );
}
