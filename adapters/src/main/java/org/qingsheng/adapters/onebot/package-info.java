/**
 * QQ groups through OneBot v11 over reverse WebSocket (NapCat, LLBot, Lagrange): the program that
 * holds the QQ account connects to us, pushes events and answers our calls.
 *
 * <p>Lives here: the handshake and its token, the two roles of a connection, JSON and CQ strings to
 * {@link org.qingsheng.adapters.InboundEvent} and back, catching up from the platform's history,
 * looking up what was sent. Does not live here: what to answer, when to send, any storage. The
 * order of reading is {@code OneBotAdapter}, {@code OneBotSocket}, {@code OneBotDecoder}.
 *
 * <p>What the server must allow on the channel's address: WebSocket idle timeout 180 s (NapCat
 * beats every 30 s, LLBot every 60 s) and text frames up to 8 MiB (history answers, forwarded
 * messages).
 */
@NullMarked
package org.qingsheng.adapters.onebot;

import org.jspecify.annotations.NullMarked;
