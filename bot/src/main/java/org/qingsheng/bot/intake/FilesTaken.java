package org.qingsheng.bot.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.FetchesFiles;
import org.qingsheng.bot.dialogue.FileHeard;
import org.qingsheng.bot.files.FileKind;
import org.qingsheng.bot.files.FileShelf;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.ledger.KeptFile;
import org.qingsheng.knowledge.text.Masking;

/** Takes the files that come with a message, where its channel hands them over. Thread-safe. */
final class FilesTaken {
  /** More at once are not looked at. */
  private static final int MOST = 5;

  private static final int LONGEST_NAME = 80;

  private final FileShelf shelf;
  private final Ids ids;

  FilesTaken(FileShelf shelf, Ids ids) {
    this.shelf = shelf;
    this.ids = ids;
  }

  /** What became of each; empty where the channel cannot hand files over. */
  List<FileHeard> take(List<Attachment> attachments, Optional<ChannelAdapter> adapter) {
    if (!(adapter.orElse(null) instanceof FetchesFiles fetches)) {
      return List.of();
    }
    var heard = new ArrayList<FileHeard>();
    for (var attachment : attachments) {
      if (attachment.kind() == Attachment.Kind.FILE && attachment.reference().isPresent()) {
        heard.add(
            heard.size() < MOST
                ? take(attachment, fetches)
                : new FileHeard.Refused("一次最多收 " + MOST + " 个文件"));
      }
    }
    return heard;
  }

  private FileHeard take(Attachment attachment, FetchesFiles fetches) {
    var bytes = fetches.fetch(attachment);
    if (bytes.isEmpty() || bytes.get().length > FetchesFiles.MOST_BYTES) {
      return new FileHeard.Refused("没取到，或超过 10 MB");
    }
    if (bytes.get().length == 0) {
      return new FileHeard.Refused("是空的");
    }
    var kind = FileKind.of(bytes.get(), attachment.name().orElse(""));
    if (kind.isEmpty()) {
      return new FileHeard.Refused("只收 PDF、图片、文字和不带宏的 docx、xlsx、pptx，程序、压缩包和带宏的不收");
    }
    if (!shelf.hasRoom()) {
      return new FileHeard.Refused("服务器上放不下了");
    }
    var id = ids.next();
    shelf.put(id, bytes.get());
    return new FileHeard.Kept(
        new KeptFile(id, name(attachment), kind.get().type(), bytes.get().length));
  }

  private static String name(Attachment attachment) {
    var name = Masking.mask(attachment.name().orElse("").replaceAll("\\s+", " ").strip()).text();
    int length = name.codePointCount(0, name.length());
    return length <= LONGEST_NAME
        ? name
        : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME)) + "…";
  }

  /** How the files stand among the words of a message. */
  static String words(List<FileHeard> files) {
    return files.stream()
        .map(file ->
            switch (file) {
              case FileHeard.Kept(var kept) -> "［文件］" + kept.name();
              case FileHeard.Refused _ -> "［没有收下的文件］";
            })
        .collect(Collectors.joining("\n"));
  }
}
