package org.qingsheng.bot.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("系统调用记录怎么读 · reading a trace")
class SyncTraceTest {
  @Test
  @DisplayName("写进日志、落盘、再答复：落盘那一行在答复之前")
  void finds_write_sync_and_answer() {
    var trace =
        new SyncTrace(
            List.of(
                "7 pwrite64(41</d/q.db-wal>, \"..word-1..\", 4096, 32) = 4096",
                "7 fdatasync(41</d/q.db-wal>) = 0",
                "9 write(55<socket:[8123]>, \"HTTP/1.1 200 OK\", 200) = 200"));

    assertThat(trace.durable("word-1")).contains(1);
    assertThat(trace.answers("HTTP/1.1 200")).containsExactly(2);
    assertThat(trace.syncs()).isEqualTo(1);
  }

  @Test
  @DisplayName("落盘被别的线程打断成两行：以结束的那一行为准")
  void a_sync_counts_when_it_has_ended() {
    var trace =
        new SyncTrace(
            List.of(
                "7 pwrite64(41</d/q.db-wal>, \"..word-1..\", 4096, 32) = 4096",
                "7 fdatasync(41</d/q.db-wal> <unfinished ...>",
                "9 write(55<TCP:[127.0.0.1:80->127.0.0.1:99]>, \"HTTP/1.1 200 OK\", 200) = 200",
                "7 <... fdatasync resumed>) = 0"));

    assertThat(trace.durable("word-1")).contains(3);
    assertThat(trace.answers("HTTP/1.1 200")).containsExactly(2);
  }

  @Test
  @DisplayName("写之前开始的落盘、失败的落盘、别的文件的落盘都不算")
  void other_syncs_do_not_count() {
    var trace =
        new SyncTrace(
            List.of(
                "8 fdatasync(41</d/q.db-wal> <unfinished ...>",
                "7 pwrite64(41</d/q.db-wal>, \"..word-1..\", 4096, 32) = 4096",
                "8 <... fdatasync resumed>) = 0",
                "7 fdatasync(40</d/q.db>) = 0",
                "7 fdatasync(41</d/q.db-wal>) = -1 EIO (Input/output error)"));

    assertThat(trace.durable("word-1")).isEmpty();
    assertThat(trace.durable("word-2")).isEmpty();
  }
}
