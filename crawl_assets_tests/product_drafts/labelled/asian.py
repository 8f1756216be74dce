# ruff: noqa: E501 - HTML as shop systems write it
"""Shops of Japan, China and Taiwan: full-width signs, prices with and without tax, the yen sign of two currencies."""

import json
from collections.abc import Iterator

from crawl_assets_tests.product_drafts.labelled.parts import Labelled, ld, meta, offer, others, page, table
from crawl_assets_tests.product_drafts.labelled.tongues import CN, JP, Tongue

TW = Tongue(
    "zh-TW",
    "$0",
    "$490",
    "購物車",
    "登入",
    "首頁",
    "猜你喜歡",
    "最近瀏覽",
    "商品評價",
    "註冊送 $100",
    "滿 {} 免運",
    "{} 以下",
    "加入購物車",
    "服務條款",
)


def pages() -> Iterator[Labelled]:
    yield _kettle()
    yield _knife()
    yield _thermos()
    yield _taobao_like()
    yield _shopee_like()
    yield _chinese_tea_sold_out()


def _kettle() -> Labelled:
    url = "https://nambu.example/items/tetsubin-09"
    image = "https://nambu.example/img/tetsubin.jpg"
    text = "岩手の職人が一つずつ作る鉄瓶です。容量は0.9リットル。"
    main = f'<h1 class="item-name">南部鉄瓶 あられ 0.9L</h1><img src="{image}" alt="南部鉄瓶"><p class="item-price">¥19,800<span>(税込)</span></p><p class="tax-excl">税抜 ¥18,000</p><p>送料 ¥880</p><p>獲得ポイント 198pt</p><p>在庫あり</p><button>カートに入れる</button><p>商品番号：NT-09</p><div class="item-detail">{text}</div>{table([("材質", "鋳鉄"), ("重量", "1.4kg")])}'
    html = page(
        JP,
        "bem",
        "南部",
        "南部鉄瓶 あられ",
        main,
        url=url,
        after=others(JP, "bem", ("急須", "¥6,600"), ("敷台", "¥2,200")),
    )
    return Labelled("japanese-tax-included", url, html, {
        "name": "南部鉄瓶 あられ 0.9L", "price": "19800", "currency": "JPY", "availability": "InStock", "sku": "NT-09", "description": text, "images": [image], "main_image": image, "properties": [["材質", "鋳鉄"], ["重量", "1.4kg"]],
    })  # fmt: skip


def _knife() -> Labelled:
    url = "https://hamono.example/shop/santoku165.html"
    image = "https://hamono.example/shop/img/s165.jpg"
    text = "青紙二号の三徳包丁。柄は朴の木。"
    main = f'<table><tr><td><img src="img/s165.jpg"></td><td><h2>三徳包丁 165mm</h2><p>型番：S-165</p><p>定価 15,400円(税込)</p><p>販売価格 <b>12,980円</b>(税込)</p><p>購入数 <input size=2 value=1></p><p><font color=red>SOLD OUT</font></p></td></tr></table><p>{text}</p>'
    html = page(
        JP,
        "tables",
        "刃物店",
        "三徳包丁 165mm",
        main,
        url=url,
        after=others(JP, "tables", ("砥石", "3,300円"), ("まな板", "5,500円")),
    )
    return Labelled("japanese-sold-out", url, html, {
        "name": "三徳包丁 165mm", "price": "12980", "regular_price": "15400", "currency": "JPY", "availability": "OutOfStock", "mpn": "S-165", "description": text, "images": [image], "main_image": image,
    })  # fmt: skip


def _thermos() -> Labelled:
    url = "https://haohuo.example/item/100128.html"
    image = "https://img.haohuo.example/n1/s800x800/thermos.jpg"
    rows = [("品牌", "青山"), ("商品编号", "100128"), ("容量", "500ml")]
    main = f'<div class="crumb"><a href="/c1/">家居</a> &gt; <a href="/c2/">水具</a> &gt; <a href="/c3/">保温杯</a></div><img id="spec-img" src="{image}"><div class="sku-name">青山 不锈钢保温杯 500ml 墨绿</div><div class="summary-price"><span class="p-price"><span>￥</span><span class="price">129.00</span></span><del>￥169.00</del></div><div>满199减20</div><div>运费 ￥6.00</div><div class="store-prompt">有货，今日下单明日达</div><a class="btn-addcart">加入购物车</a><ul class="parameter2"><li>商品名称：青山保温杯</li></ul>{table(rows)}'
    html = page(
        CN,
        "bem",
        "好货",
        "青山 不锈钢保温杯 500ml",
        main,
        url=url,
        after=others(CN, "bem", ("青山茶杯", "￥49.00"), ("杯刷", "￥9.90")),
    )
    return Labelled("chinese-no-h1", url, html, {
        "name": "青山 不锈钢保温杯 500ml 墨绿", "price": "129.00", "regular_price": "169.00", "currency": "CNY", "availability": "InStock", "sku": "100128", "brand": "青山", "images": [image], "main_image": image,
        "breadcrumbs": ["家居", "水具", "保温杯"], "properties": [list(row) for row in rows],
    })  # fmt: skip


def _taobao_like() -> Labelled:
    url = "https://item.baobei.example/item.htm?id=6788990011&spm=a1z10.1"
    images = [f"https://gw.baobei.example/bao/uploaded/i{at}/vase.jpg" for at in (1, 2)]
    state = {
        "item": {"itemId": "6788990011", "title": "手工粗陶花瓶", "images": [image.split(":", 1)[1] for image in images]},
        "price": {"priceVO": {"priceText": "88.00", "priceUnit": "￥", "originalPrice": "128.00"}},
        "skuBase": {"props": [{"pid": "1", "name": "颜色", "values": [{"vid": "11", "name": "白"}, {"vid": "12", "name": "灰"}]}], "skus": [{"skuId": "501", "propPath": "1:11"}, {"skuId": "502", "propPath": "1:12"}]},
        "skuCore": {"sku2info": {"501": {"price": {"priceText": "88"}, "quantity": "7"}, "502": {"price": {"priceText": "98"}, "quantity": "0"}}},
    }  # fmt: skip
    main = (
        '<div class="site-nav"><span>亲，<a href="//login.baobei.example">请登录</a></span></div><div class="ItemTitle--root"><h1 class="mainTitle">手工粗陶花瓶</h1></div>'
        f'<ul>{"".join(f"""<li><img src="{image.split(":", 1)[1]}_60x60.jpg"></li>""" for image in images)}</ul><img class="mainPic" src="{images[0].split(":", 1)[1]}_430x430q90.jpg"><div class="Price"><span class="symbol">￥</span><span class="text">88</span><span class="orig">优惠前 ￥128</span></div><div>快递: ￥10.00</div><div class="sku"><span>颜色</span><span>白</span><span class="disabled">灰 (缺货)</span></div><button>加入购物车</button><button>立即购买</button>'
    )
    html = page(
        CN,
        "tailwind",
        "宝贝",
        "手工粗陶花瓶-宝贝",
        main,
        after=others(CN, "tailwind", ("花插", "￥25.00")),
        scripts=f"<script>window.__ICE_APP_CONTEXT__={json.dumps({'loaderData': {'home': {'data': {'res': state}}}})};</script>",
    )
    return Labelled("taobao-like", url, html, {
        "name": "手工粗陶花瓶", "price": "88", "regular_price": "128", "currency": "CNY", "availability": "InStock", "sku": "6788990011", "images": images, "main_image": images[0],
    })  # fmt: skip


def _shopee_like() -> Labelled:
    url = "https://shrimp.example/手沖壺-i.4455.998877"
    image = "https://cf.shrimp.example/file/tw-11134207-abc"
    main = f'<div class="page-product__breadcrumb"><a href="/c1/">居家生活</a><a href="/c2/">咖啡器具</a><span>不鏽鋼手沖壺 600ml</span></div><img src="{image}_tn"><div class="attM6y"><span>不鏽鋼手沖壺 600ml</span></div><div>4.9 <span>326 評價</span></div><div class="MITExd"><div class="G27FPf">$399 - $459</div><div class="ZA5sW5">$599</div></div><div>運費: $60</div><div>優惠券 滿 $999 折 $50</div><div class="options"><button>銀色</button><button>黑色</button></div><div>還剩123件</div><button>加入購物車</button><button>直接購買</button><h2>商品描述</h2><p class="irIKAp">細嘴好控水，附溫度計孔。</p>'
    head = meta(og_title="不鏽鋼手沖壺 600ml", og_image=image) + ld(
        {
            "@type": "Product",
            "name": "不鏽鋼手沖壺 600ml",
            "description": "細嘴好控水，附溫度計孔。",
            "productID": "998877",
            "image": image,
            "brand": "",
            "offers": {
                "@type": "AggregateOffer",
                "lowPrice": "399.00",
                "highPrice": "459.00",
                "priceCurrency": "TWD",
                "availability": "http://schema.org/InStock",
            },
            "aggregateRating": {
                "@type": "AggregateRating",
                "bestRating": 5,
                "ratingValue": "4.90",
                "ratingCount": "326",
            },
        }
    )
    html = page(
        TW,
        "tailwind",
        "蝦米",
        "不鏽鋼手沖壺 600ml | 蝦米",
        main,
        head=head,
        after=others(TW, "tailwind", ("濾杯", "$199"), ("濾紙", "$60")),
    )
    return Labelled("shopee-like-range", url, html, {
        "name": "不鏽鋼手沖壺 600ml", "price": "399", "regular_price": "599", "currency": "TWD", "availability": "InStock", "sku": "998877", "description": "細嘴好控水，附溫度計孔。", "images": [image], "main_image": image, "rating": {"value": 4.9, "best": 5, "count": 326},
        "breadcrumbs": ["居家生活", "咖啡器具", "不鏽鋼手沖壺 600ml"],
    })  # fmt: skip


def _chinese_tea_sold_out() -> Labelled:
    url = "https://chaye.example/goods-77.html"
    image = "https://chaye.example/data/puer.jpg"
    main = f'<h1>古树普洱生茶 357g</h1><img src="{image}"><ul><li>市场价：<del>¥268.00</del></li><li>本店售价：<b>¥218.00</b></li><li>商品货号：CY000077</li><li>库存：无货</li></ul><a>到货通知</a><div class="desc">二零二四年春料，石磨压制。</div>'
    html = page(
        CN,
        "wordpress",
        "茶叶",
        "古树普洱生茶",
        main,
        head=ld(
            {
                "@type": "Product",
                "name": "古树普洱生茶 357g",
                "image": image,
                "offers": offer("218.00", "CNY", "OutOfStock"),
            }
        ),
        url=url,
        after=others(CN, "wordpress", ("白茶", "¥98.00")),
    )
    return Labelled("chinese-sold-out", url, html, {
        "name": "古树普洱生茶 357g", "price": "218.00", "regular_price": "268.00", "currency": "CNY", "availability": "OutOfStock", "sku": "CY000077", "description": "二零二四年春料，石磨压制。", "images": [image], "main_image": image,
    })  # fmt: skip
