package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.qingsheng.bot.console.page.ItemPage;
import org.qingsheng.bot.files.FileDesk;
import org.qingsheng.bot.files.FileKind;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.ledger.KeptFile;

/**
 * Files of an item, for cadres who may work on it: only ever saved to disk by the browser, never
 * shown in a page of ours.
 */
public final class ItemFiles {
  private final FileDesk files;

  public ItemFiles(FileDesk files) {
    this.files = files;
  }

  /**
   * @param required the item a request is about, if its visitor may see it
   */
  void addTo(WebServer.Mount mount, Function<Context, Item> required) {
    mount
        .routes()
        .get(
            "/console/items/{number}/files/{file}",
            ctx -> give(ctx, required.apply(ctx)),
            Gate.DESK);
  }

  List<ItemPage.FileRow> of(Item item) {
    return files.of(item.id()).stream()
        .map(file ->
            new ItemPage.FileRow(
                file.name().isBlank() ? "没有名字的文件" : file.name(),
                size(file.bytes()),
                "/console/items/" + item.number() + "/files/" + file.id()))
        .toList();
  }

  private void give(Context ctx, Item item) {
    var file =
        files
            .find(item.id(), ctx.pathParam("file"))
            .orElseThrow(() -> new Faults.NotFound("这个文件不在这个条目里，或已经删除"));
    var bytes = files.bytes(file).orElseThrow(() -> new Faults.NotFound("这个文件已经删除"));
    ctx.header("Content-Disposition", "attachment; filename*=UTF-8''" + encoded(item, file));
    ctx.header("Content-Security-Policy", "sandbox; default-src 'none'");
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("Cache-Control", "no-store");
    ctx.contentType("application/octet-stream");
    ctx.result(bytes);
  }

  /** Ends as its content demands, whatever the sender called it. */
  private static String encoded(Item item, KeptFile file) {
    var bare = file.name().replaceAll("[^\\p{IsHan}A-Za-z0-9_-]+", "_");
    var end = FileKind.ofType(file.type()).map(FileKind::extension).orElse("bin");
    return URLEncoder.encode(item.number() + "-" + bare + "." + end, StandardCharsets.UTF_8)
        .replace("+", "%20");
  }

  private static String size(long bytes) {
    return bytes < 1024 * 1024
        ? Math.max(1, bytes / 1024) + " KB"
        : "%.1f MB".formatted(bytes / 1024.0 / 1024.0);
  }
}
